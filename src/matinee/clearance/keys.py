"""The house's signing keys: Ed25519 (RFC 8032), in files of mode 0600, never in the database."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from matinee.errors import Conflict
from matinee.foundation.private_files import place_once


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the id of its public half (the first 16 hex digits of its SHA-256)."""

    private: Ed25519PrivateKey
    id: str

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes."""
        return self.private.sign(message)

    @property
    def public(self) -> bytes:
        """The raw public key, 32 bytes: what a verifier needs."""
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(public: bytes) -> str:
    """The id of a raw public key."""
    return sha256(public).hexdigest()[:16]


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether ``signature`` is the key's, of this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def open_key(folder: Path, name: str) -> SigningKey:
    """The key ``NAME.pem`` of the folder, made at first use; others may not be able to read it."""
    path = folder / f"{name}.pem"
    try:
        return _read(path)
    except FileNotFoundError:
        return _make(path)


def _read(path: Path) -> SigningKey:
    if path.stat().st_mode & 0o077:
        raise Conflict(
            f"Others can read the key {path.name}.",
            remedy=f"Run chmod 600 on {path}, and think of whether it must be replaced.",
        )
    private = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise Conflict(f"{path.name} is no Ed25519 key.", remedy="Put the right file in its place.")
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return SigningKey(private, key_id(public))


def _make(path: Path) -> SigningKey:
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    place_once(path, pem)
    return _read(path)
