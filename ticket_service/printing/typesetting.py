"""Sets documents with typst: PDF/UA, tagged. It runs in a process of its own, so it knows no database and imports little."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst

# As the mails that most documents are for: they wait for buyers in a rush.
LOW_PRIORITY = 10
_FONTS = Path(font_source_sans_pro.__file__).parent / "files"


@dataclass(frozen=True)
class Document:
    """`flaw`: why it is not PDF/UA, if it is not."""

    content: bytes
    flaw: str | None = None


def typeset(template: Path, inputs: dict[str, str]) -> Document:
    """PDF/UA refuses a character that no font here has; such a document is a plain tagged PDF, never none at all."""
    try:
        return Document(_compile(template, inputs, accessible=True))
    except typst.TypstError as error:
        return Document(_compile(template, inputs, accessible=False), flaw=error.message)


def wait_for_others() -> None:
    """This process goes on at low priority."""
    os.setpriority(os.PRIO_PROCESS, 0, max(os.getpriority(os.PRIO_PROCESS, 0), LOW_PRIORITY))


def _compile(template: Path, inputs: dict[str, str], *, accessible: bool) -> bytes:
    compiler = _warm_compiler(template)
    document = compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards="ua-1" if accessible else None)
    assert isinstance(document, bytes)
    return document


@cache
def _warm_compiler(template: Path) -> typst.Compiler:
    """One per process and template: a warm compiler has its fonts loaded and its caches filled."""
    return typst.Compiler(template, font_paths=[_FONTS])
