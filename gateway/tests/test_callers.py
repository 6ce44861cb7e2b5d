"""Whose address it is: the load balancer's word counts, and nobody else's."""

from ipaddress import ip_network

import pytest

from gateway.callers import Client, Proxies

PROXIES = Proxies([ip_network("127.0.0.0/8"), ip_network("::1/128"), ip_network("10.0.0.0/8")])


def client(peer: str | None, forwarded_for: str = "", proto: str = "", scheme: str = "http") -> Client:
    scope = {"client": (peer, 1) if peer else None, "scheme": scheme}
    headers = {b"x-forwarded-for": forwarded_for.encode("latin-1"), b"x-forwarded-proto": proto.encode()}
    return PROXIES.client(scope, headers)


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "address"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("::1", "198.51.100.1", "198.51.100.1"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1,", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, unknown, 10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.0.0.9", "10.0.0.9"),
        ("127.0.0.1", "198.51.100.1:4711", "127.0.0.1"),
        ("127.0.0.1", "2001:DB8::1", "2001:db8::1"),
        ("127.0.0.1", "\xe9\xff", "127.0.0.1"),
        ("127.0.0.1", "9.9.9.9, " * 1000 + "198.51.100.1", "198.51.100.1"),
        (None, "198.51.100.1", "0.0.0.0"),
    ],
)
def test_the_address_is_the_last_one_that_somebody_trusted_saw(peer: str | None, forwarded_for: str, address: str):
    assert client(peer, forwarded_for).address == address


@pytest.mark.parametrize(
    ("peer", "proto", "scheme"),
    [
        ("127.0.0.1", "https", "https"),
        ("127.0.0.1", "HTTPS", "https"),
        ("127.0.0.1", "javascript", "http"),
        ("127.0.0.1", "", "http"),
        ("203.0.113.5", "https", "http"),
    ],
)
def test_the_scheme_is_the_one_at_the_load_balancer(peer: str, proto: str, scheme: str):
    assert client(peer, proto=proto).scheme == scheme


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
    ],
)
def test_a_customer_of_ipv6_is_a_network(address: str, group: str):
    assert Client(address, "http").group == group
