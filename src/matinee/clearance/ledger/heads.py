"""Signed heads: what the house vouches for at a size. One kept outside pins all that came before.

The signed text is five lines, so that it can be printed, mailed and typed in again.
"""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from datetime import UTC, datetime

from matinee.clearance.keys import SigningKey, key_id, verify
from matinee.errors import Invalid

_TITLE = "matinee ledger head v1"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The root over the first ``size`` entries at an instant, and the house's signature."""

    size: int
    root: bytes
    at: datetime
    key_id: str
    signature: bytes

    def holds(self, public: bytes) -> bool:
        """Whether the key with these raw bytes signed this head."""
        message = _message(self.size, self.root, self.at)
        return self.key_id == key_id(public) and verify(public, self.signature, message)

    def text(self) -> str:
        """The head as the lines that are kept outside."""
        signature = b64encode(self.signature).decode()
        return f"{_message(self.size, self.root, self.at).decode()}{self.key_id} {signature}\n"


def sign_head(key: SigningKey, *, size: int, root: bytes, at: datetime) -> SignedHead:
    """Sign a head."""
    return SignedHead(size, root, at, key.id, key.sign(_message(size, root, at)))


def read_head(text: str) -> SignedHead:
    """Read a head from its lines; anything else is :class:`Invalid`."""
    lines = text.strip().splitlines()
    try:
        title, size, at, root, seal = (line.strip() for line in lines)
        identifier, signature = seal.split(" ")
        head = SignedHead(
            size=int(size),
            root=bytes.fromhex(root),
            at=datetime.fromisoformat(at),
            key_id=identifier,
            signature=b64decode(signature, validate=True),
        )
        head.text()  # At the edge of the calendar an instant with an offset is none in UTC.
    except (OverflowError, ValueError, BadBase64) as problem:
        raise Invalid(
            "This is not a head of a ledger.",
            remedy="Give the five lines that `matinee ledger head` printed.",
            field="head",
        ) from problem
    if title != _TITLE or head.size < 0 or head.at.tzinfo is None:
        raise Invalid("This is not a head of a ledger.", remedy="Its first lines are wrong.")
    return head


def _message(size: int, root: bytes, at: datetime) -> bytes:
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{_TITLE}\n{size}\n{instant}\n{root.hex()}\n".encode()
