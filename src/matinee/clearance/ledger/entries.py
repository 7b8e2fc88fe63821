"""An entry of the ledger and its leaf: the canonical bytes that are hashed.

Personal data is kept outside the leaf, which holds only a salted commitment to it: erasing the data
leaves the chain whole, and nobody can guess the data back from the hash.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from matinee.clearance.ledger.merkle import leaf_hash
from matinee.errors import Invalid

LARGEST_LEAF = 64 * 1024
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be entered: ``kind`` and ``subject`` find it, ``body`` says it."""

    kind: str
    subject: str
    body: dict[str, Any]
    personal: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered, at its place."""

    index: int
    kind: str
    subject: str
    leaf: bytes
    leaf_hash: bytes

    @property
    def content(self) -> dict[str, Any]:
        """The leaf as a value: index, at, kind, subject, body, and the commitment if any."""
        return json.loads(self.leaf)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """The personal part of an entry, with the salt of its commitment."""

    index: int
    salt: bytes
    data: bytes


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, UTF-8: the same value is always the same bytes."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def commitment(salt: bytes, data: bytes) -> str:
    """What a leaf holds of personal data: a salted SHA-256, in hex."""
    return sha256(salt + data).hexdigest()


def enter(draft: Draft, *, index: int, at: datetime) -> tuple[Entry, PersonalData | None]:
    """Make the entry that stands at ``index``."""
    content: dict[str, Any] = {
        "index": index,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": draft.kind,
        "subject": draft.subject,
        "body": draft.body,
    }
    personal: PersonalData | None = None
    if draft.personal is not None:
        personal = PersonalData(index, os.urandom(SALT_BYTES), canonical(draft.personal))
        content["personal"] = commitment(personal.salt, personal.data)
    leaf = canonical(content)
    if len(leaf) > LARGEST_LEAF:
        raise Invalid(
            f"A ledger entry of {len(leaf):,} bytes is too large.",
            remedy=f"Enter a hash of what is longer than {LARGEST_LEAF:,} bytes.",
            field="body",
        )
    return Entry(index, draft.kind, draft.subject, leaf, leaf_hash(leaf)), personal
