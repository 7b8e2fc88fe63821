"""Credentials beside an output: a signed statement in canonical JSON, for any type of media."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matinee.clearance.keys import SigningKey, open_key, verify
from matinee.clearance.ledger.entries import canonical
from matinee.clearance.record.model import Story
from matinee.generation.model import input_hash

_PURPOSE = b"matinee sidecar v1\n"


@dataclass(slots=True)
class Sidecars:
    """Ed25519 over what made the bytes; the bytes themselves stay as they are."""

    key_folder: Path
    _key: SigningKey | None = None

    @property
    def key(self) -> SigningKey:
        """The key that signs sidecars, made at first use."""
        if self._key is None:
            self._key = open_key(self.key_folder, "credentials")
        return self._key

    def embed(self, story: Story) -> bytes:
        """The bytes as they were made."""
        return story.made.content

    def beside(self, content: bytes, story: Story, ledger_index: int) -> bytes | None:
        """The statement, with the id of the key and its signature."""
        statement = {
            "sha256": input_hash(content),
            "media_type": story.made.media_type,
            "source_type": story.made.source_type,
            "model": story.made.model,
            "parents": sorted(story.made.parents),
            "output": str(story.output),
            "permit": str(story.permit),
            "decision": str(story.decision),
            "at": story.at.isoformat(),
            "ledger_index": ledger_index,
        }
        if story.made.weights is not None:
            statement["weights_sha256"] = story.made.weights.sha256
        if story.made.stated:
            statement["stated"] = story.made.stated
        signature = self.key.sign(_PURPOSE + canonical(statement))
        sidecar = {"statement": statement, "key_id": self.key.id, "signature": signature.hex()}
        return canonical(sidecar)

    def hold(self, content: bytes, sidecar: bytes | None) -> bool:
        """Whether the sidecar holds for these bytes."""
        return sidecar is not None and bool(read_sidecar(sidecar, content, self.key.public))


def read_sidecar(sidecar: bytes, content: bytes, public: bytes) -> dict[str, Any] | None:
    """What a sidecar says of these bytes; None where it does not hold for them."""
    try:
        value = json.loads(sidecar)
        statement: dict[str, Any] = value["statement"]
        signature = bytes.fromhex(value["signature"])
    except (ValueError, KeyError, TypeError):
        return None
    holds = verify(public, signature, _PURPOSE + canonical(statement))
    return statement if holds and statement.get("sha256") == input_hash(content) else None
