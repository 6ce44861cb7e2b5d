"""Requests whose extent, address or addressee is not clear, for every door."""

from collections.abc import Iterator

from tests.flows.hostile.judging import Case

PATH = "/api/v1/auth/me"
CHUNKED = "Transfer-Encoding: chunked"
JSON = "Content-Type: application/json"


def cases(host: str) -> Iterator[Case]:
    smuggled = _request(host)
    post = {
        "both lengths": ((CHUNKED, "Content-Length: 4"), b"0\r\n\r\n" + smuggled),
        "both lengths, the other order": (("Content-Length: 4", CHUNKED), b"0\r\n\r\n" + smuggled),
        "two lengths": (("Content-Length: 0", "Content-Length: 9"), smuggled),
        "two lengths that agree": (("Content-Length: 2", "Content-Length: 2"), b"{}"),
        "a list of lengths": (("Content-Length: 0, 10",), smuggled),
        "a signed length": (("Content-Length: +0",), smuggled),
        "a negative length": (("Content-Length: -1",), b""),
        "a length without end": (("Content-Length: " + "9" * 40,), b""),
        "another encoding": (("Transfer-Encoding: xchunked",), b"0\r\n\r\n"),
        "two encodings": ((CHUNKED, "Transfer-Encoding: identity"), b"0\r\n\r\n"),
        "an encoding in a list": (("Transfer-Encoding: gzip, chunked",), b"0\r\n\r\n"),
        "a chunk of nonsense": ((CHUNKED,), b"zz\r\nabc\r\n0\r\n\r\n"),
        "a chunk that is too short": ((CHUNKED,), b"2\r\nabcd\r\n0\r\n\r\n"),
        "an endless chunk": ((CHUNKED,), b"fffffffffffffffff\r\nabc"),
        "a negative chunk": ((CHUNKED,), b"-1\r\nabc\r\n0\r\n\r\n"),
        "chunks of nothing that is JSON": ((CHUNKED, JSON), b"3\r\nNaN\r\n0\r\n\r\n"),
    }
    for what, (headers, body) in post.items():
        yield Case(what, _request(host, *headers, method="POST", path="/api/v1/auth/login", body=body))
    for what, data in _heads(host).items():
        yield Case(what, data)
    for what, data in _strangers(host).items():
        yield Case(what, data, may_be_cut_off=True)
    waiting = _request(host, "Expect: 100-continue", "Content-Length: 2", JSON, method="POST", body=b"{}")
    yield Case("a body that was announced", waiting)


def _request(
    host: str, *headers: str, method: str = "GET", path: str = PATH, body: bytes = b"", version: str = "HTTP/1.1"
) -> bytes:
    lines = [f"{method} {path} {version}", f"Host: {host}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("utf-8") + body


def _heads(host: str) -> dict[str, bytes]:
    """Requests of ours that are malformed before their body begins."""
    return {
        "a header without a colon": _request(host, "nonsense"),
        "a header without a name": _request(host, ": x"),
        "a NUL in a header": _request(host, "X: a\x00b"),
        "a carriage return in a header": _request(host, "X: a\rb"),
        "white space before the colon": _request(host, "Transfer-Encoding : chunked"),
        "a header that is too large": _request(host, "X: " + "x" * 40_000),
        "too many headers": _request(host, *(f"X-{number}: {'x' * 100}" for number in range(1_000))),
        "an address that is too long": _request(host, path="/api/v1/events?q=" + "x" * 40_000),
        "a path above the first": _request(host, path="/../../etc/passwd"),
        "a path that is none": _request(host, path="api/v1/events"),
        "a path with a space": _request(host, path="/api/v1/ events"),
        "a path with a tab": _request(host, path="/api/v1/\tevents"),
        "what services ask each other": _request(host, path="/internal/messages?after=0"),
        "the same, encoded": _request(host, path="/%69nternal/messages?after=0"),
        "the same, with two slashes": _request(host, path="//internal/messages?after=0"),
        "the same, from the API": _request(host, path="/api/v1/%2e%2e/%2e%2e/internal/messages"),
        "a version that does not exist": _request(host, version="HTTP/1.9.9"),
        "a second host": _request(host, "Host: evil.example"),
        "a tunnel": _request(host, method="CONNECT", path="evil.example:443"),
    }


def _strangers(host: str) -> dict[str, bytes]:
    """What is not for us, or no HTTP at all."""
    return {
        "another host": _request("evil.example"),
        "a host that is no name": _request("a b/c?d"),
        "a host with a NUL": _request("a\x00b"),
        "an empty host": _request(""),
        "an absolute address of another host": _request(host, path="http://evil.example/api/v1/auth/me"),
        "no version": _request(host, version=""),
        "HTTP/0.9": b"GET /api/v1/auth/me\r\n",
        "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        "nothing but line ends": b"\r\n" * 10_000,
        "binary": bytes(range(256)) * 40,
    }
