"""What is sent to the address of Stripe's webhooks by who is not Stripe. Each is refused, signed or not."""

from typing import Any

import orjson


def _event(**differences: Any) -> bytes:
    """An event of the right shape but for what differs; with bytes in it as they are."""
    usual = {"id": "evt_1", "type": "t", "data": {"object": {"object": "payment_intent", "id": "pi_1"}}}
    return orjson.dumps({**usual, **differences})


def _about(subject: object) -> bytes:
    return _event(data={"object": subject})


_GOOD = _event()

SIGNATURES = [
    b"",
    b"t=1",
    b"v1=00",
    b"t=,v1=",
    b"t=abc,v1=00",
    b"t=1,t=2,v1=00,v1=11",
    b"t=-1,v1=00",
    b"t=" + b"9" * 5000 + b",v1=00",
    b"t=1" + b",v1=00" * 2000,
    "t=1,v1=é".encode("latin-1"),
    b"t=1,v1=\xff\xfe",
    b"=,=,=",
    b"t==1,v1==00",
    b"\xff",
    b"t=1.5,v1=00",
    b"t=0x10,v1=00",
    b"t=1e3,v1=00",
    b"t= 1 ,v1= 00",
    b"t=\xd9\xa1,v1=00",
    b"t=NaN,v1=00",
    b"t=9999999999999,v1=" + b"0" * 64,
    b"t=1,v0=" + b"0" * 64,
    b"t=1,v1=" + b"g" * 64,
    b"t=1,v1=" + b"0" * 64 + b"\x00",
    b"v1=" + b"0" * 64 + b",t=1,t=9999999999",
    b"," * 4000,
    b"t=1;v1=00",
    b'{"t": 1, "v1": "00"}',
]

BODIES = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"1",
    b'"text"',
    b"\xff\xfe",
    b'{"id": "\xff"}',
    b"{" * 2000,
    b"[" * 2000 + b"]" * 2000,
    b'{"id": 1, "type": 2, "data": {"object": {"object": "payment_intent", "id": "pi"}}}',
    b'{"id": "e", "type": "t"}',
    b'{"id": "e", "type": "t", "data": []}',
    b'{"id": "e", "type": "t", "data": {"object": null}}',
    b'{"id": "e", "type": "t", "data": {"object": {}}}',
    b'{"id": "e", "type": "t", "data": {"object": {"object": ["payment_intent"]}}, "NaN": NaN}',
    b"\x00",
    b"\xef\xbb\xbf" + _GOOD,
    _GOOD.decode().encode("utf-16"),
    _GOOD + b"\x00",
    _GOOD + _GOOD,
    _GOOD[:-1],
    _GOOD[:-1] + b",}",
    b"/* */" + _GOOD,
    b"\x1f\x8b\x08\x00" + _GOOD,
    _GOOD.replace(b"evt_1", b"\xed\xa0\x80"),
    _GOOD.replace(b"evt_1", rb"\ud800"),
    _GOOD.replace(b"pi_1", rb"\udfff\ud800"),
    _GOOD.replace(b"evt_1", rb"a\u0000b"),
    _GOOD.replace(b"pi_1", rb"\u0000"),
    _GOOD.replace(b'"t"', rb'"\u0000"'),
    _GOOD.replace(b"evt_1", b"a\nb"),
    _GOOD.replace(b'"evt_1"', b"1" * 5000),
    _GOOD.replace(b'"evt_1"', b"1e999"),
    _GOOD.replace(b'"evt_1"', b"Infinity"),
    _event(id=""),
    _event(id="e" * 256),
    _event(id="evt 1"),
    _event(id="évt"),
    _event(id=None),
    _event(id=["evt_1"]),
    _event(id={"$ne": ""}),
    _event(type=""),
    _event(type="t" * 256),
    _event(type="payment_intent.succeeded\u2028"),
    _event(type=True),
    _event(data=None),
    _event(data="payment_intent"),
    _about(None),
    _about([]),
    _about("pi_1"),
    _about({"object": "payment_intent", "id": 1}),
    _about({"object": "payment_intent", "id": "p" * 256}),
    _about({"object": "payment_intent", "id": ""}),
    _about({"object": "payment_intent", "id": "pi_1'; DROP TABLE payments; --"}),
    _about({"object": "charge", "payment_intent": {"id": "pi_1"}}),
    _about({"object": "charge", "payment_intent": 7}),
    _about({"object": "charge", "payment_intent": "pi\u00001"}),
    b'{"id": "evt_1", "type": "t", "data": ' + b'{"object": ' * 500 + b"1" + b"}" * 501,
    b'{"id": "evt_1", "id": 2, "type": "t", "data": {}}',
]
TOO_LARGE = _about({"object": "payment_intent", "id": "pi_1", "x": "y" * 70_000})
