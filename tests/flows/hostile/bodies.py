"""What people send who mean no good, in a body."""

JSON_LIMIT = 64 * 1024
BIDI = "\u202eevil\u2066\u200b\u200d\ufeff\u2028"
SQL = "'; DROP TABLE orders; --"

# As a JSON text each, with the type that a schema must allow for it; None: no JSON that we read.
VALUES: tuple[tuple[bytes, str | None], ...] = (
    (b"NaN", None),
    (b"Infinity", None),
    (b"-Infinity", None),
    (b"1e999", None),
    (rb'"\ud800"', None),
    (rb'["x", {"y": "\udfff\ud800"}]', None),
    (rb'{"\ud800": 1}', None),
    (rb'"a\u0000b"', None),
    (rb'{"a\u0000": 1}', None),
    (b'"\xff\xfe"', None),
    (b'"a\nb"', None),
    (b"null", "null"),
    (b"true", "boolean"),
    (b"0", "integer"),
    (b"-1", "integer"),
    (b"2147483648", "integer"),
    (b"9223372036854775808", "integer"),
    (b"1" * 400, "integer"),
    (b"1.5", "number"),
    (b"1e308", "number"),
    (b'""', "string"),
    (b'" "', "string"),
    (b'"0"', "string"),
    (b'"' + b"x" * 5_000 + b'"', "string"),
    (f'"{BIDI}"'.encode(), "string"),
    (f'"{SQL}"'.encode(), "string"),
    (b'"{{7*7}}${7*7}<script>alert(1)</script>"', "string"),
    (b"\"=cmd|' /C calc'!A0\"", "string"),
    (rb'"a\r\nBcc: x@example.org\r\n\r\n."', "string"),
    (b'"../../etc/passwd"', "string"),
    (b'"9999-12-31T23:59:59-23:59"', "string"),
    (b'"0001-01-01T00:00:00+23:59"', "string"),
    (b'"evt_' + b"0" * 32 + b'"', "string"),
    (b"[]", "array"),
    (b"[null]", "array"),
    (b"[" * 300 + b"]" * 300, "array"),
    (b"[" + b"1," * 2_000 + b"1]", "array"),
    (b"{}", "object"),
    (b'{"__proto__": {"admin": true}}', "object"),
)

# For every field that is a moment, whether it may be accepted: what no time zone, no database or no day later can hold.
MOMENTS: tuple[tuple[str, bool], ...] = (
    ("0001-01-01T00:00:00Z", False),
    ("9999-12-31T23:59:59.999999Z", False),
    ("9999-12-31T23:10:00Z", False),
    ("1970-01-01T00:00:00Z", True),
    ("9000-12-31T23:59:59.999999Z", True),
)

# Never a body that any operation accepts, whatever it takes.
NOT_JSON: tuple[bytes, ...] = (
    b"{",
    b"}",
    b"hello",
    b"{'a': 1}",
    b'{"a": 1,}',
    b"[1,]",
    b'{"a": 1} {"b": 2}',
    b'{"a": /* no */ 1}',
    b'{"a": NaN}',
    b'{"a": -Infinity}',
    b'{"a": 1e999}',
    rb'{"a": "\ud800"}',
    rb'{"a": {"b": ["\udfff"]}}',
    rb'{"\ud800": 1}',
    rb'{"a": "\u0000"}',
    b'{"a": "\x00"}',
    b'\xef\xbb\xbf{"a": 1}',
    '{"a": 1}'.encode("utf-16"),
    b'{"a": "\xff"}',
    b'{"a": "\xed\xa0\x80"}',
    b'{"a": "\xc0\xae"}',
    b"[" * 2_000 + b"]" * 2_000,
    b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    b"[" * 60_000,
    b"   ",
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    b'{"a": "' + b"x" * (JSON_LIMIT + 1 - 9) + b'"}',
    b" " * (1024 * 1024),
)

# JSON, but not what an operation with fields expects.
NOT_FIELDS: tuple[bytes, ...] = (
    b"",
    b"null",
    b"true",
    b"0",
    b'"text"',
    b"[]",
    b"[{}]",
    b"1" * 1_000,
    b'{"unknown": 1}',
    b'{"__proto__": {}, "constructor": {}}',
    b'{"": ""}',
    b'{"is_admin": true, "roles": ["Admin"], "id": "usr_1", "status": "paid", "total": 0}',
)

MEDIA_TYPES: tuple[bytes, ...] = (
    b"text/plain",
    b"text/html",
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=x",
    b"application/xml",
    b"image/png",
    b"application/json\x00",
    b"application",
    b"\xff",
    b"",
    b"x" * 2_000,
)

NOT_IMAGES: tuple[bytes, ...] = (
    b"",
    b"GIF89a",
    b"\xff\xd8\xff\xe0" + b"\x00" * 100,
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\x00\x00\x00",
    b"RIFF\xff\xff\xff\xffWEBPVP8 ",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"x" * (5 * 1024 * 1024 + 1),
)
