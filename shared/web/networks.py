"""Network addresses, as limits count by them."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """The address that the text names, an IPv4 address also when it is written as an IPv6 one."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


@lru_cache(maxsize=8192)
def group_of(text: str) -> str:
    """What a limit counts: an IPv4 address, or the /64 that one IPv6 customer has. All that is no address is one group."""
    address = address_of(text)
    if isinstance(address, IPv6Address):
        return str(ip_network((address.packed, 64), strict=False))
    return "unknown" if address is None else str(address)
