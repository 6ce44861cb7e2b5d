"""Images for tests: honest ones, and ones that mean harm."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw

TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 360), mode: str = "RGB", **options: object) -> bytes:
    image = Image.new("RGB", size, "navy")
    ImageDraw.Draw(image).ellipse((20, 20, size[0] // 2, size[1] // 2), fill="orange")
    output = io.BytesIO()
    image.convert(mode).save(output, kind, **options)
    return output.getvalue()


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int, height: int, rows: bytes, *more: bytes) -> bytes:
    """A PNG of one-bit pixels whose compressed rows may not be what the header says."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"".join([b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", header), *more, _chunk(b"IDAT", rows), _chunk(b"IEND", b"")])


def bomb(width: int, height: int) -> bytes:
    """Small to send, large to open."""
    deflated = zlib.compressobj(9)
    row = b"\0" * (width // 8 + 1)
    parts = [deflated.compress(row * min(height, 1000)) for _ in range(max(1, height // 1000))]
    return png(width, height, b"".join(parts) + deflated.flush())


def text_bomb() -> bytes:
    """A comment of 64 MB in a few KB."""
    comment = b"Comment\0\0" + zlib.compress(b"\0" * (64 << 20), 9)
    return png(8, 8, zlib.compress(b"\0\0" * 8), _chunk(b"zTXt", comment))


def progressive_bomb(scans: int = 4000) -> bytes:
    """A JPEG of 16 megapixels, each of whose many scans goes over all of it."""
    honest = picture(size=(4000, 4000), progressive=True, quality=1)
    begin = honest.rindex(b"\xff\xda")
    scan = honest[begin : honest.rindex(b"\xff\xd9")]
    return honest[:-2] + scan * min(scans, (4_900_000 - len(honest)) // len(scan)) + b"\xff\xd9"


def animation(kind: str) -> bytes:
    frames = [Image.new("RGB", (32, 32), color) for color in ("red", "green", "blue")]
    output = io.BytesIO()
    frames[0].save(output, kind, save_all=True, append_images=frames[1:])
    return output.getvalue()


def archive() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as file:
        file.writestr("evil.class", b"\xca\xfe\xba\xbe" * 50)
    return output.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><html><script>alert(1)</script></html>"
