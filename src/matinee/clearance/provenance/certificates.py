"""The operator's signing certificate, or one for development that is made at first run.

C2PA asks of a signer's certificate: X.509 v3, not a CA, key usage digitalSignature, an extended
key usage of its list (emailProtection is on every reader's), and an authority key identifier.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from matinee.errors import Conflict
from matinee.foundation.private_files import place_once

DEVELOPMENT = "Matinee development certificate, not for publication"
"""Stands in the subject, so that every reader says it."""

IDENTITY_FILE = "content-signing.pem"
ANCHOR_FOLDER = "content-trust"
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_DEVELOPMENT_LIFE = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key and its certificates, the signer's first, all as PEM."""

    algorithm: str
    key: bytes = field(repr=False)
    chain: bytes
    expires: datetime
    development: bool


def open_identity(keys_folder: Path, now: datetime) -> Identity:
    """The identity of the keys folder; the development one is made where there is none."""
    make_identity(keys_folder, now)
    path = keys_folder / IDENTITY_FILE
    if path.stat().st_mode & 0o077:
        raise Conflict(
            f"Others can read the key in {IDENTITY_FILE}.",
            remedy=f"Run chmod 600 on {path}, and think of whether it must be replaced.",
        )
    return parse_identity(path.read_bytes())


def make_identity(keys_folder: Path, now: datetime) -> None:
    """Make the development identity where the keys folder holds none."""
    if not (keys_folder / IDENTITY_FILE).exists():
        _settle(keys_folder, *make_development(now))


def anchors(keys_folder: Path) -> bytes:
    """The certificates that the house trusts as roots: every PEM file of the trust folder."""
    files = sorted((keys_folder / ANCHOR_FOLDER).glob("*.pem"))
    return b"\n".join(file.read_bytes() for file in files)


def parse_identity(pem: bytes) -> Identity:
    """An identity from one PEM text that holds the key and the chain, the signer's first."""
    try:
        key = load_pem_private_key(pem, password=None)
        leaf, *others = x509.load_pem_x509_certificates(pem)
    except (ValueError, TypeError) as error:
        raise Conflict(
            f"{IDENTITY_FILE} cannot be read: {error}",
            remedy="It holds an unencrypted private key and the certificates, the signer's first.",
        ) from error
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        algorithm = _CURVES[key.curve.name]
    elif isinstance(key, ed25519.Ed25519PrivateKey):
        algorithm = "ed25519"
    elif isinstance(key, rsa.RSAPrivateKey):
        algorithm = "ps256"
    else:
        raise Conflict(
            f"The key in {IDENTITY_FILE} is of a kind that C2PA does not know.",
            remedy="Use P-256, P-384, P-521, Ed25519 or RSA.",
        )
    if key.public_key() != leaf.public_key():
        raise Conflict(
            f"The key in {IDENTITY_FILE} is not the first certificate's.",
            remedy="Put the signer's certificate before those that vouch for it.",
        )
    return Identity(
        algorithm=algorithm,
        key=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        chain=b"".join(each.public_bytes(Encoding.PEM) for each in (leaf, *others)),
        expires=leaf.not_valid_after_utc,
        development=DEVELOPMENT in leaf.subject.rfc4514_string().replace("\\", ""),
    )


def make_development(
    now: datetime, *, life: timedelta = _DEVELOPMENT_LIFE
) -> tuple[Identity, bytes]:
    """A development identity and its root. The root's key is forgotten: it signs this once."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    start, end = now.astimezone(UTC) - timedelta(minutes=1), now.astimezone(UTC) + life
    root_name, name = _name("Matinee development root"), _name("Matinee development signer")
    root = (
        _certificate(root_name, root_name, root_key, root_key, (start, end), authority=True)
    ).sign(root_key, SHA256())
    leaf = (
        _certificate(name, root_name, key, root_key, (start, end), authority=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        .sign(root_key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    root_pem = root.public_bytes(Encoding.PEM)
    return parse_identity(pem + leaf.public_bytes(Encoding.PEM) + root_pem), root_pem


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEVELOPMENT),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    days: tuple[datetime, datetime],
    *,
    authority: bool,
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    issuer_public = issuer_key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(days[0])
        .not_valid_after(days[1])
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), True)
        .add_extension(usage, True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), False)
    )


def _settle(keys_folder: Path, identity: Identity, root: bytes) -> None:
    # Of two processes that begin together, one's key wins.
    trust = keys_folder / ANCHOR_FOLDER
    trust.mkdir(mode=0o700, parents=True, exist_ok=True)
    serial = x509.load_pem_x509_certificate(root).serial_number
    anchor = trust / f"development-{serial:x}.pem"
    anchor.write_bytes(root)
    if not place_once(keys_folder / IDENTITY_FILE, identity.key + identity.chain):
        anchor.unlink()
