"""Makes the secrets of an installation where none are yet: `python -m shared.secrets DIRECTORY`. Nothing is overwritten.

<service>.key.pem          P-256, signs the service's own calls to others; each service needs only its own
service-keys.json          the public halves, `kid` = service; everybody reads it
auth-signing/<kid>.pem     P-256, signs access tokens; auth's alone
ticket-codes/<id>.pem      Ed25519, signs the codes on tickets; ticket's alone
"""

import os
import sys
from pathlib import Path

import orjson
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared import tokens
from shared.ids import new_id

SERVICES = ("gateway", "auth", "user", "event", "ticket", "notification")


def make(directory: Path) -> None:
    """Completes the directory. Raises ValueError when a key that is there is malformed."""
    for folder in (directory, directory / "auth-signing", directory / "ticket-codes"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = []
    for service in SERVICES:
        path = directory / f"{service}.key.pem"
        if not path.exists():
            write(path, tokens.new_private_key())
        keys.append(tokens.public_jwk(path.read_bytes(), service))
    if not any((directory / "auth-signing").glob("*.pem")):
        write(directory / "auth-signing" / f"{new_id('sig')}.pem", tokens.new_private_key())
    if not any((directory / "ticket-codes").glob("*.pem")):
        key = ed25519.Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write(directory / "ticket-codes" / "1.pem", pem)
    public = directory / "service-keys.json"
    document = orjson.dumps({"keys": keys})
    if not public.exists() or public.read_bytes() != document:
        write(public, document)


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, and for its owner only."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m shared.secrets DIRECTORY")
    make(Path(sys.argv[1]))
