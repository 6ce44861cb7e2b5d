"""Makes the secrets of an installation that has none yet: `python -m shared.access.secrets DIRECTORY`. Overwrites nothing.

<service>.key.pem          P-256, signs the service's own calls to others; each service needs only its own
service-keys.json          the public halves, `kid` = service; everybody reads it
auth-signing/<kid>.pem     P-256, signs access tokens; auth's alone
ticket-codes/<id>.pem      Ed25519, signs the codes on tickets; ticket's alone
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import orjson
import uuid_utils
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared.access import tokens

SERVICES = ("gateway", "auth", "user", "event", "ticket", "notification")


def make(directory: Path) -> None:
    """Completes the directory. Raises ValueError when a key that is there is malformed."""
    make_apart(dict.fromkeys(SERVICES, directory))


def make_apart(folders: Mapping[str, Path]) -> None:
    """As `make`, with what is one service's alone in the folder of that service."""
    signing, codes = folders["auth"] / "auth-signing", folders["ticket"] / "ticket-codes"
    for folder in (*folders.values(), signing, codes):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = []
    for service, folder in folders.items():
        path = folder / f"{service}.key.pem"
        if not path.exists():
            write(path, tokens.new_private_key())
        keys.append(tokens.public_jwk(path.read_bytes(), service))
    if not any(signing.glob("*.pem")):
        # As `ids.new_id` makes it, whose module brings SQLAlchemy: half of what this command costs each start.
        write(signing / f"sig_{uuid_utils.uuid7().hex}.pem", tokens.new_private_key())
    if not any(codes.glob("*.pem")):
        key = ed25519.Ed25519PrivateKey.generate()
        write(codes / "1.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    document = orjson.dumps({"keys": keys})
    for folder in folders.values():
        write_changed(folder / "service-keys.json", document)


def write_changed(path: Path, content: bytes) -> bool:
    """Whether it had to be written: what is as it should be is left alone."""
    if path.exists() and path.read_bytes() == content:
        return False
    write(path, content)
    return True


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
        sys.exit("usage: python -m shared.access.secrets DIRECTORY")
    make(Path(sys.argv[1]))
