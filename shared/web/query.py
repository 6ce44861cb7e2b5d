"""Query parameters that a route does not know are refused: a misspelt filter must not answer with everything.

So are those that stand twice, of which one would be ignored, and bytes that are no text.
"""

from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from fastapi import Request
from fastapi.dependencies.models import Dependant

from shared.errors import BadRequest, Unprocessable


class UnknownParameter(Unprocessable):
    detail = "This route does not know the query parameter that `param` names."


class RepeatedParameter(Unprocessable):
    detail = "The query parameter that `param` names may stand once."


class MalformedQuery(BadRequest):
    detail = "The query is not percent-encoded UTF-8."


def names(dependant: Dependant) -> Iterator[str]:
    """The parameters of a route and of what it depends on."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for inner in dependant.dependencies:
        yield from names(inner)


def require_known(request: Request, known: frozenset[str]) -> None:
    """Raises MalformedQuery, UnknownParameter or RepeatedParameter."""
    query: bytes = request.scope["query_string"]
    if not query:
        return
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError as error:
        raise MalformedQuery from error
    given = [name for name, _ in request.query_params.multi_items()]
    for name in given:
        if name not in known:
            raise UnknownParameter(param=name)
        if given.count(name) > 1:
            raise RepeatedParameter(param=name)
