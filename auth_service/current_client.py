"""Where this request comes from, as far as the proxies in front of this service can tell."""

from typing import Annotated

from fastapi import Depends, Request

from auth_service.clients import Client


async def _client(request: Request) -> Client:
    peer = request.client.host if request.client else ""
    # Our own proxies write this header anew; if one appended instead, the last entry is the one that it saw itself.
    address = request.headers.get("x-forwarded-for", peer).rpartition(",")[2].strip()
    agent = "".join(character for character in request.headers.get("user-agent", "") if character.isprintable())
    return Client(address[:45], agent[:300])


CurrentClient = Annotated[Client, Depends(_client)]
