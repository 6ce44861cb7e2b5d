"""Fills a template. What people have written is a value in it, never a part of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2 import Template as Page
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notification_service.templates.kinds import Template
from notification_service.templates.languages import translations
from shared.web.wire import INVISIBLE

LONGEST_LINE = 200
# Control characters except line feed and tab, and those that turn the direction of what follows.
_INVISIBLE = re.compile(f"[{INVISIBLE}]")


class NotPlain(TypeError):
    """A value that is neither a string nor a list or mapping of strings was meant for a template."""


@dataclass(frozen=True)
class Rendered:
    language: str
    subject: str
    text: str
    html: str


def headline(template: Template, words: Mapping[str, Any]) -> tuple[str, str]:
    """The subject and the sentence below it, each one line."""
    values = plain(words)
    page = _page(f"{template}.txt", values["language"])
    return one_line(_block(page, "subject", values)), one_line(_block(page, "summary", values))


def render(template: Template, words: Mapping[str, Any]) -> Rendered:
    subject, summary = headline(template, words)
    values = {**plain(words), "subject": subject, "summary": summary}
    language = values["language"]
    text = _page(f"{template}.txt", language).render(values)
    html = _page(f"{template}.html", language).render(values)
    return Rendered(language, subject, text.strip() + "\n", html)


def plain(value: Any) -> Any:
    """The value, its strings without invisible characters. Raises NotPlain for all but strings, lists and mappings."""
    if type(value) is str:
        return _INVISIBLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    raise NotPlain(type(value).__name__)


def one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1].rstrip() + "…"


@cache
def _page(name: str, language: str) -> Page:
    return _pages(language).get_template(name)


@cache
def _pages(language: str) -> ImmutableSandboxedEnvironment:
    """The templates in one language. A value is filled into a translation after that was found, escaped in a page."""
    pages = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(Path(__file__).parent / "pages"),
        autoescape=select_autoescape(enabled_extensions=("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    pages.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # i18n adds it
    return pages


def _block(page: Page, name: str, values: Mapping[str, Any]) -> str:
    return "".join(page.blocks[name](page.new_context(dict(values))))
