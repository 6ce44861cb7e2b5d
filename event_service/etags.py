"""Which state of a thing an answer shows: its version as an entity tag, compared as in RFC 9110, section 13."""

from typing import Annotated

from fastapi import Header

from shared.errors import PreconditionFailed

IfMatch = Annotated[
    str | None,
    Header(
        max_length=500,
        description="The `ETag` that you read; when it has changed meanwhile the answer is 412.",
        examples=['"3"'],
    ),
]
IfNoneMatch = Annotated[str | None, Header(max_length=500)]


class ChangedMeanwhile(PreconditionFailed):
    detail = "It has been changed since you read it; read it again. `If-Match` does not name its present `ETag`."


def of(version: int | str) -> str:
    return f'"{version}"'


def check(if_match: str | None, version: int) -> None:
    """Raises ChangedMeanwhile when the caller read another version. Without the header there is nothing to compare."""
    if if_match is None or if_match.strip() == "*":
        return
    if of(version) not in _listed(if_match):
        raise ChangedMeanwhile


def is_fresh(if_none_match: str | None, etag: str) -> bool:
    """Whether the caller already has what would be sent (weak comparison)."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or etag in {tag.removeprefix("W/") for tag in _listed(if_none_match)}


def _listed(header: str) -> list[str]:
    return [tag.strip() for tag in header.split(",")]
