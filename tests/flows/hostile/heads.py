"""What people send who mean no good, before the body: addresses, queries, headers, credentials."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator

from tests.flows.hostile.bodies import SQL

UNKNOWN_IDS: tuple[str, ...] = (
    "0",
    "-1",
    "null",
    "x" * 300,
    "x" * 9_000,
    "%00",
    "a%00b",
    "..%2f..%2finternal%2fmessages",
    "%2e%2e",
    "..",
    "a;b=c",
    "a%3bb",
    "%252e%252e%252f",
    "%ff%fe",
    "%c0%ae",
    "%",
    "%zz",
    "%0d%0aX-Injected:%201",
    "%F0%9F%8E%AB",
    "%E2%80%AE",
    "%ED%A0%80",
    "'%20OR%20'1'='1",
    "%3Cscript%3E",
    "{id}",
    "{{7*7}}",
    "a%5cb",
    "évén",
    "xyz_" + "0" * 32,
    "evt_" + "f" * 32,
    "usr_" + "F" * 32,
)

LIMITS = ("0", "-1", "101", "1e9", "NaN", "", "%20", "1;2", "9223372036854775808", "1" * 300, "%D9%A1", "0x10", "null")


def _cursor(text: bytes) -> str:
    return urlsafe_b64encode(text).decode().rstrip("=")


CURSOR_MOMENTS = (
    b"9999-12-31T23:59:59-23:59",
    b"9999-12-31T23:59:59.999999Z",
    b"0001-01-01T00:00:00+23:59",
    b"0001-01-01T00:00:00Z",
    b"2027-01-01T00:00:00",
)
_ID = b"0198f2c07c1e7bb08d540f2a6f1c9e11"
CURSORS: tuple[str, ...] = (
    "x",
    "!!!!",
    "%ff",
    "%F0%9F%8E%AB",
    "'%20OR%20''='",
    "x" * 501,
    *(
        _cursor(text)
        for text in (
            b"",
            b"[]",
            b"[1]",
            b"[1,2]",
            b"{}",
            b"null",
            b"[NaN]",
            rb'["\ud800"]',
            b"[[],{}]",
            b"[" * 300,
            *(
                b'["' + moment + b'","' + prefix + b"_" + _ID + b'"]'
                for moment in CURSOR_MOMENTS
                for prefix in (b"evt", b"ord", b"usr", b"ntf", b"tkt", b"org", b"ven", b"ses", b"pur")
            ),
        )
    ),
)

FILTERS: tuple[str, ...] = (
    "",
    "%00",
    "%ff",
    "%ED%A0%80",
    "%F0%9F%8E%AB%E2%80%AE",
    "%20",
    "x" * 3_000,
    "'%20OR%20''='",
    "%25%5f%5c",
    "%26%7c!():*<>",
    "null",
    "-1",
    "1e30",
    "inf",
    "9223372036854775808",
    "0001-01-01T00:00:00%2B23:59",
    "9999-12-31T23:59:59-23:59",
    "0000-00-00T00:00:00Z",
    "2027-01-01",
    "évén",
)

# Beside what the request says already; they may do harm, and need not.
EXTRA_HEADERS: tuple[bytes, ...] = (
    b"Idempotency-Key: ",
    b'Idempotency-Key: ""',
    b"Idempotency-Key: " + b"k" * 256,
    b"Idempotency-Key: " + b"k" * 7_000,
    b"Idempotency-Key: \xff\xfe",
    b"Idempotency-Key: a\tb",
    b"Idempotency-Key: " + SQL.encode(),
    b"traceparent: 00-" + b"z" * 32 + b"-" + b"0" * 16 + b"-01",
    b"traceparent: \xff",
    b"tracestate: " + b"x=y," * 1_000,
    b"X-Request-ID: a\tb\xff",
    b"X-Request-ID: req_12345678%0d%0aX-Injected: 1",
    b"X-Request-ID: " + b"r" * 5_000,
    b"If-Match: nonsense",
    b"If-Match: \xff",
    b'If-Match: W/"999999999999999999999999"',
    b'If-Match: "-1"',
    b"If-None-Match: \xff, *, " + b'"x",' * 500,
    b"If-Modified-Since: yesterday",
    b"Range: bytes=0-0,-1," + b"0-1," * 1_000 + b"5-",
    b"Range: lines=1",
    b"Accept: nonsense",
    b"Accept: \xff/\xfe;q=NaN",
    b"Accept-Language: " + b"de-AT;q=0.1," * 500,
    b"Accept-Language: \xff",
    b"Accept-Encoding: br;q=1e999, x",
    b"X-Forwarded-For: evil, ::1, 999.1.1.1, \xff",
    b"X-Forwarded-For: " + b"1.2.3.4, " * 800,
    b"X-Forwarded-Host: evil.example",
    b"X-Forwarded-Proto: gopher",
    b"Forwarded: for=\xff;host=evil.example",
    b"X-User-Id: usr_" + b"0" * 32,
    b"X-Internal-Token: yes",
    b"X-Deadline: 1",
    b"X-Deadline: NaN",
    b"X-Http-Method-Override: DELETE",
    b"Cookie: refresh_token=\xff; __Host-refresh=" + b"x" * 4_000,
    b"Cookie: " + b"a=b; " * 1_000,
    b"Origin: null",
    b"Origin: https://evil.example",
    b"Stripe-Signature: t=1,v1=\xff",
    b"Stripe-Signature: t=99999999999999999999,v1=" + b"0" * 64,
    b"Stripe-Signature: \xc3\xa9",
    b"User-Agent: \xff\x01",
    b"Expect: 100-continue",
    b"Expect: nonsense",
    b"Upgrade: websocket",
    b"Te: trailers, chunked",
    b"API-Version: 0000-00-00",
    b"Content-Encoding: gzip",
    b"Content-Encoding: identity",
)


def credentials(token: str) -> Iterator[tuple[bytes, ...]]:
    """Authorization as it must not be, made from a token that is good."""
    given = token.encode() or b"a.b.c"
    head, _, rest = given.partition(b".")
    claims, _, signature = rest.partition(b".")
    unsigned = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=")
    deep = urlsafe_b64encode(b"[" * 2_000).rstrip(b"=")
    tokens = (
        b"",
        b"a.b.c",
        b"....",
        b"\xff\xfe",
        b"x" * 7_000,
        b"key_" + b"0" * 40,
        given + b"==",
        given[:-8],
        head + b"." + claims + b".",
        unsigned + b"." + claims + b".",
        unsigned + b"." + claims + b"." + signature,
        deep + b"." + claims + b"." + signature,
        head + b"." + deep + b"." + signature,
    )
    for text in tokens:
        yield (b"Authorization: Bearer " + text,)
    for scheme in (b"Basic YTpi", b"Bearer", b"Digest x", given, b"\x00"):
        yield (b"Authorization: " + scheme,)
    yield (b"Authorization: Bearer " + given, b"Authorization: Bearer " + given)
