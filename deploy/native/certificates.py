"""A local authority and a certificate for the local network: phones open their camera for https only."""

import datetime as dt
import ipaddress
import socket
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.edge import Certificate

AUTHORITY_NAME = "Event ticketing, {} only"  # a device may trust several
VALID = dt.timedelta(days=365)  # phones refuse more than 398 days


def lan_address() -> str:
    """The address under which this machine sends to others. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])


def for_address(address: str, issuer: Path) -> Certificate:
    """It and the file of its issuer are made when there is none, or it ends within a month."""
    folder = issuer.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Certificate(folder / f"{address}.pem", folder / f"{address}.key.pem")
    if not _is_good(made.certificate, issuer):
        authority_key, authority = _new_authority(address)
        _write(issuer, authority.public_bytes(Encoding.PEM))
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _leaf(address, key, authority, authority_key)
        _write(made.key, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        _write(made.certificate, leaf.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM))
    return made


def _is_good(path: Path, issuer: Path) -> bool:
    if not path.exists() or not issuer.exists():
        return False
    ends = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    return ends - dt.datetime.now(dt.UTC) > dt.timedelta(days=30)


def _new_authority(address: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Its key is forgotten once it has signed: it cannot be used for another certificate, by anybody."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY_NAME.format(address))])
    builder = _builder(name, name, key.public_key())
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return key, builder.sign(key, hashes.SHA256())


def _leaf(
    address: str,
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    names = [
        x509.IPAddress(ipaddress.ip_address(address)),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
        x509.DNSName("localhost"),
    ]
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    builder = _builder(name, authority.subject, key.public_key())
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return builder.sign(authority_key, hashes.SHA256())


def _builder(subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
