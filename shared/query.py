"""Query parameters that a route does not know are refused: a misspelt filter must not answer with everything.

A router names it once: `idempotency.router(tags=["events"], dependencies=[query.known_only])`.
"""

from collections.abc import Iterator

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from shared.errors import Unprocessable


class UnknownParameter(Unprocessable):
    detail = "This route does not know the query parameter that `param` names."


async def _known_only(request: Request) -> None:
    known = set(_names(request.scope["route"].dependant))
    for name in request.query_params:
        if name not in known:
            raise UnknownParameter(param=name)


def _names(dependant: Dependant) -> Iterator[str]:
    yield from (parameter.alias for parameter in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _names(inner)


known_only = Depends(_known_only)
