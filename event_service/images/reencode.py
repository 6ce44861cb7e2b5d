"""Reads an uploaded image and writes a new one: `python -I reencode.py JPEG < upload > image`, a process of its own.

Nothing of the upload survives but its pixels, and nothing that the upload does to this process reaches another: it has
limits on memory and time, may open no files and start nothing. It exits with one of the codes below. On standard output the
image and a small one follow a line `<width> <height> <bytes of the image>`. It imports nothing of ours.
"""

import io
import os
import re
import resource
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError, WebPImagePlugin

# Pillow finds its readers late and by itself, except for this one.
READER_NOT_FOUND_BY_ITSELF = WebPImagePlugin

MEMORY_BYTES = 256 * 1024 * 1024
PROCESSOR_SECONDS = 2
MOST_PIXELS = 24_000_000
# WebP is opened by way of three whole pictures, each of which must find room.
MOST_PIXELS_OF_WEBP = 10_000_000
LONGEST_SIDE_READ = 12_000
LONGEST_SIDE_WRITTEN = 2000
QUALITY = 85
# For telephones: as many pixels as those of 400 points have, and what a slow network brings within half a second.
WIDTH_OF_SMALL = 1200
QUALITY_OF_SMALL = 72
ORIENTATION = 0x0112

NOT_AN_IMAGE, TOO_LARGE, MOVES, HIDES_SOMETHING, TAKES_TOO_MUCH = 10, 11, 12, 13, 14

# What makes a file that is an image something else too: markup that a browser would run, a document's first line, an
# archive's directory and its end. Metadata and previews that cameras append are common and harmless: they are left out.
_MARKUP = re.compile(rb"<(?:script|html|svg|!doctype|iframe|\?php)[\s>/]", re.IGNORECASE)
_DOCUMENT = re.compile(rb"%PDF-\d")
_ARCHIVE_ENTRY, _ARCHIVE_END, _ARCHIVE_END_WITHIN = b"PK\x01\x02", b"PK\x05\x06", 66_000


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    kind = sys.argv[1]
    _warm_up(kind)
    upload = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    if _hides_something(upload):
        os._exit(HIDES_SOMETHING)
    try:
        written = _written(_opened(upload, kind))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        os._exit(TOO_LARGE)
    except MemoryError:
        os._exit(TAKES_TOO_MUCH)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        EOFError,
        ArithmeticError,
        LookupError,
    ):
        os._exit(NOT_AN_IMAGE)
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()


def _warm_up(kind: str) -> None:
    """What Pillow imports when it is first needed is imported now: later no file can be opened."""
    exif, sample = Image.Exif(), io.BytesIO()
    exif[ORIENTATION] = 6
    Image.new("RGB", (2, 1)).save(sample, kind, exif=exif)
    _written(_opened(sample.getvalue(), kind))


def _opened(upload: bytes, kind: str) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    image = Image.open(io.BytesIO(upload), formats=(kind,))
    most_pixels = MOST_PIXELS_OF_WEBP if kind == "WEBP" else MOST_PIXELS
    if max(image.size) > LONGEST_SIDE_READ or image.width * image.height > most_pixels:
        os._exit(TOO_LARGE)
    # Cameras append a preview to a JPEG, which Pillow counts as a frame; it is no animation.
    if kind != "JPEG" and getattr(image, "n_frames", 1) != 1:
        os._exit(MOVES)
    return image


def _written(image: Image.Image) -> bytes:
    """The pixels upright, at most so large, on white, as a JPEG that says nothing else."""
    if image.mode in {"P", "PA", "LA"}:
        image = image.convert("RGBA")
    elif image.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        image = image.convert("RGB")
    image.thumbnail((LONGEST_SIDE_WRITTEN, LONGEST_SIDE_WRITTEN), reducing_gap=2.0)
    image = ImageOps.exif_transpose(image)
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    pixels = Image.new("RGB", image.size)
    pixels.paste(image.convert("RGB"))
    content = _jpeg(pixels, QUALITY)
    small = pixels.copy()
    small.thumbnail((WIDTH_OF_SMALL, LONGEST_SIDE_WRITTEN), reducing_gap=2.0)
    return b"%d %d %d\n" % (*pixels.size, len(content)) + content + _jpeg(small, QUALITY_OF_SMALL)


def _jpeg(pixels: Image.Image, quality: int) -> bytes:
    output = io.BytesIO()
    pixels.save(output, "JPEG", quality=quality, progressive=True, optimize=True)
    return output.getvalue()


def _hides_something(upload: bytes) -> bool:
    is_archive = _ARCHIVE_END in upload[-_ARCHIVE_END_WITHIN:] and _ARCHIVE_ENTRY in upload
    return is_archive or bool(_DOCUMENT.search(upload[:1024]) or _MARKUP.search(upload))


if __name__ == "__main__":
    main()
