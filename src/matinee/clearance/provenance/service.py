"""``Provenance``: signs what the house makes and reads what anyone drops."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from matinee.clearance.provenance import credentials, reading
from matinee.clearance.provenance.certificates import (
    Identity,
    anchors,
    make_identity,
    open_identity,
)
from matinee.clearance.provenance.model import Making, ProvenanceSettings, Story
from matinee.clearance.provenance.reading import Trust


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Provenance:
    """Keeps the operator's identity and the roots that it trusts, both from the keys folder."""

    keys_folder: Path
    settings: ProvenanceSettings = field(default_factory=ProvenanceSettings)
    clock: Callable[[], datetime] = _now
    _identity: Identity | None = None
    _trust: Trust | None = None

    @property
    def identity(self) -> Identity:
        """Who signs; a development identity is made at first use where there is none."""
        if self._identity is None:
            self._identity = open_identity(self.keys_folder, self.clock())
        return self._identity

    @property
    def trust(self) -> Trust:
        """The roots of the trust folder, as they were when this was opened."""
        if self._trust is None:
            # A development identity brings its root along, so it has to be there first.
            make_identity(self.keys_folder, self.clock())
            self._trust = Trust(anchors(self.keys_folder))
        return self._trust

    def sign(self, content: bytes, making: Making) -> bytes:
        """The bytes with content credentials within."""
        return credentials.sign(content, making, self.identity, self.clock())

    def read(self, content: bytes, media_type: str, trust: Trust | None = None) -> Story:
        """What a file says of its making, and whether it is to be believed."""
        limit = self.settings.read_limit_bytes
        return reading.read(
            content, media_type, self.trust if trust is None else trust, limit=limit
        )
