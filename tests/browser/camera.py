"""A camera that sees what a test holds before it: Chromium shows the pictures of a file as if they were filmed."""

import io
from pathlib import Path

import segno
from PIL import Image

SIZE = (640, 480)
PICTURES = 5  # shown again and again


class Camera:
    """The file is opened anew by each page that asks for the camera."""

    def __init__(self, film: Path) -> None:
        self._film = film
        self.show(None)

    @property
    def arguments(self) -> tuple[str, ...]:
        return (
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={self._film}",
        )

    def show(self, code: str | None) -> None:
        """A code on paper, or the empty table."""
        picture = Image.new("RGB", SIZE, "#777777")
        if code:
            drawn = io.BytesIO()
            segno.make_qr(code).save(drawn, kind="png", scale=8, border=4)
            paper = Image.open(drawn).convert("RGB")
            picture.paste(paper, ((SIZE[0] - paper.width) // 2, (SIZE[1] - paper.height) // 2))
        filmed = io.BytesIO()
        picture.save(filmed, "JPEG", quality=90)
        self._film.write_bytes(filmed.getvalue() * PICTURES)
