"""A ticket's code as a QR code. Alphanumeric mode and error level M: version 7, 45 modules a side."""

import io
from typing import Any

import segno

# Trying all eight and judging them takes nine tenths of the time. Readers read any: it is written beside the data, and data
# that end in a signature look like noise under each of them.
MASK = 3


def svg(code: str) -> bytes:
    """Black on white with a quiet zone, scalable, without a size of its own."""
    return _drawn(code, kind="svg", xmldecl=False, omitsize=True)


def png(code: str, *, pixels_per_module: int = 10) -> bytes:
    return _drawn(code, kind="png", scale=pixels_per_module)


def _drawn(code: str, **options: Any) -> bytes:
    out = io.BytesIO()
    drawn = segno.make(code, mode="alphanumeric", error="m", mask=MASK, boost_error=False, micro=False)
    drawn.save(out, border=4, dark="#000", light="#fff", **options)
    return out.getvalue()
