"""Query parameters that a route does not know are refused: a misspelt filter must not answer with everything."""

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant

from shared.errors import Unprocessable


class UnknownParameter(Unprocessable):
    detail = "This route does not know the query parameter that `param` names."


def names(dependant: Dependant) -> Iterator[str]:
    """The parameters of a route and of what it depends on."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for inner in dependant.dependencies:
        yield from names(inner)


def require_known(request: Request, known: frozenset[str]) -> None:
    """Raises UnknownParameter."""
    if not request.scope["query_string"]:
        return
    for name in request.query_params:
        if name not in known:
            raise UnknownParameter(param=name)
