"""Where a request comes from, as far as the proxies in front of this service can tell."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from shared.networks import group_of


@dataclass(frozen=True)
class Client:
    address: str
    user_agent: str

    @property
    def network(self) -> str:
        """What limits count by."""
        return group_of(self.address)


async def _client(request: Request) -> Client:
    peer = request.client.host if request.client else ""
    # Our own proxies write this header anew; if one appended instead, the last entry is the one that it saw itself.
    address = request.headers.get("x-forwarded-for", peer).rpartition(",")[2].strip()
    agent = "".join(character for character in request.headers.get("user-agent", "") if character.isprintable())
    return Client(address[:45], agent[:300])


CurrentClient = Annotated[Client, Depends(_client)]
