"""The signed code on a ticket: 100 bytes, base32, so that it fits a small alphanumeric QR code and is read offline.

    1 version · 1 key id · 16 event · 16 ticket · 2 ticket version · 64 Ed25519 signature of all before it

The ticket version rises with each transfer and reissue, so an older code is told from the present one.
"""

import base64
import binascii
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shared.ids import to_uuid

FORMAT = 1
_HEAD = struct.Struct(">BB16s16sH")
_LENGTH = _HEAD.size + 64
_TEXT_LENGTH = _LENGTH * 8 // 5


class InvalidCode(ValueError):
    """Not a code that this installation signed."""


@dataclass(frozen=True)
class Code:
    event_id: str
    ticket_id: str
    version: int


class CodeKeys:
    """The installation's code keys by id (1 to 255). The highest id signs; all are accepted."""

    def __init__(self, keys: Mapping[int, Ed25519PrivateKey]) -> None:
        if not keys or not all(1 <= key_id <= 255 for key_id in keys):
            raise ValueError("at least one code key with an id from 1 to 255 is needed")
        self._key_id = max(keys)
        self._private = keys[self._key_id]
        self._public: dict[int, Ed25519PublicKey] = {key_id: key.public_key() for key_id, key in keys.items()}

    def sign(self, code: Code) -> str:
        event, ticket = to_uuid("evt", code.event_id), to_uuid("tkt", code.ticket_id)
        head = _HEAD.pack(FORMAT, self._key_id, event.bytes, ticket.bytes, code.version)
        return base64.b32encode(head + self._private.sign(head)).decode()

    def read(self, text: str) -> Code:
        """What the code says. Raises InvalidCode for every text that `sign` did not make."""
        if len(text) != _TEXT_LENGTH:
            raise InvalidCode
        try:
            raw = base64.b32decode(text)
            head, signature = raw[: _HEAD.size], raw[_HEAD.size :]
            version, key_id, event, ticket, ticket_version = _HEAD.unpack(head)
            if version != FORMAT:
                raise InvalidCode
            self._public[key_id].verify(signature, head)
        except (binascii.Error, ValueError, KeyError, InvalidSignature) as error:
            raise InvalidCode from error
        return Code(f"evt_{event.hex()}", f"tkt_{ticket.hex()}", ticket_version)


@cache
def code_keys(secrets_dir: Path) -> CodeKeys:
    """The keys in `ticket-codes/`, read once. Raises ValueError when one of them is not an Ed25519 key."""
    keys: dict[int, Ed25519PrivateKey] = {}
    for path in (secrets_dir / "ticket-codes").glob("*.pem"):
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{path} is not an Ed25519 private key")
        keys[int(path.stem)] = key
    return CodeKeys(keys)
