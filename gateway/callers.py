"""Who is asking: the address behind the load balancer, and the account of a valid access token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address

from starlette.types import Scope

from gateway.config import Network
from shared.access import tokens
from shared.peers.jwks import KeySet
from shared.web.networks import address_of, group_of

# Where the balancer's own word stands: at the end.
FORWARDED_LIMIT = 512
NOWHERE = "0.0.0.0"  # noqa: S104  stands for a peer without an address, nobody listens there


@dataclass(frozen=True, slots=True)
class Client:
    address: str
    scheme: str

    @property
    def group(self) -> str:
        """What a limit counts."""
        return group_of(self.address)


class Proxies:
    """The load balancers whose word about a client is taken."""

    def __init__(self, trusted: Sequence[Network]) -> None:
        self._trusted = trusted
        self._client = lru_cache(maxsize=8192)(self._find)

    def client(self, scope: Scope, headers: Mapping[bytes, bytes]) -> Client:
        peer = scope["client"][0] if scope.get("client") else NOWHERE
        forwarded_for = headers.get(b"x-forwarded-for", b"")[-FORWARDED_LIMIT:]
        forwarded_proto = headers.get(b"x-forwarded-proto", b"")[:FORWARDED_LIMIT]
        return self._client(peer, forwarded_for, forwarded_proto, scope["scheme"])

    def _find(self, peer: str, forwarded_for: bytes, forwarded_proto: bytes, scheme: str) -> Client:
        address = address_of(peer) or IPv4Address(NOWHERE)
        if not self._trusts(address):
            return Client(str(address), scheme)
        for part in reversed(forwarded_for.decode("latin-1").split(",")):
            said = address_of(part.strip())
            if said is None:
                break
            address = said
            if not self._trusts(said):
                break
        told = forwarded_proto.decode("latin-1").lower()
        return Client(str(address), told if told in {"http", "https"} else scheme)

    def _trusts(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._trusted)


async def account_of(headers: Mapping[bytes, bytes], keys: KeySet) -> str | None:
    """The account of a valid access token; None without one, or while the keys are not there yet.

    Only limits are decided by it. What an account may do is decided where its things are.
    """
    scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() != b"bearer" or not keys.is_loaded:
        return None
    try:
        account: str = (await keys.claims(token.decode("ascii")))["sub"]
    except (tokens.Denied, UnicodeDecodeError):
        return None
    return account
