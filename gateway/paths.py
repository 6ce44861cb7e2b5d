"""Which addresses are refused before anything looks at them: those that two readers could understand differently.

What passes means the same to nginx, to the routing table and to the service, encoded or decoded.
"""

import re
from collections.abc import Mapping

from starlette.types import Receive, Scope

from shared.web.problems import Refused

URL_LIMIT = 8 * 1024
_HOST = re.compile(rb"[A-Za-z0-9.:\[\]_-]{1,255}")
# Printable ASCII without what is not allowed in a path or has two meanings there.
_PLAIN = re.compile(rb"/[A-Za-z0-9/._~!$&'()*+,=:@%-]*")
_ENCODED = re.compile(rb"%(?![0-9A-Fa-f]{2})|%(?:2[eEfF]|5[cC]|3[bB]|25|[01][0-9A-Fa-f]|7[fF])")
_QUERY = re.compile(rb"[\x21-\x7e]*")


async def checked(scope: Scope, headers: Mapping[bytes, bytes], receive: Receive) -> Receive:
    """The edge's check of a request in the gateway; bodies are read where they are passed on. Raises Refused."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    if len(raw) + len(query) > URL_LIMIT:
        raise Refused(414, "url_too_long", f"The address may have at most {URL_LIMIT} bytes.")
    if not _is_plain(raw, scope["path"]) or not _QUERY.fullmatch(query):
        raise Refused(400, "malformed_url", "The address contains what addresses of this API never contain.")
    if not _HOST.fullmatch(headers[b"host"]):
        raise Refused(400, "malformed_headers", "The Host header is not a name.")
    return receive


def _is_plain(raw: bytes, path: str) -> bool:
    if not _PLAIN.fullmatch(raw) or b"//" in raw:
        return False
    if b"%" in raw and (_ENCODED.search(raw) or "\ufffd" in path or not path.isprintable()):
        return False
    return not any(part in {".", ".."} for part in path.split("/"))
