"""The record's ``Credentials``: within PNG, JPEG and MP4, and a signed sidecar beside all else."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from matinee.clearance.provenance.media import recognise
from matinee.clearance.provenance.model import (
    Making,
    Parent,
    PermitReference,
    ProvenanceSettings,
    SourceType,
    Standing,
    source_type,
)
from matinee.clearance.provenance.service import Provenance
from matinee.clearance.record.credentials import Sidecars
from matinee.clearance.record.model import Credentials, Story

_EDITS = frozenset({SourceType.EDITED_BY_MODEL, SourceType.ENHANCED, SourceType.HUMAN_EDITS})


@dataclass(frozen=True, slots=True)
class ContentCredentials:
    """Signs by ``provenance`` what can carry credentials, and leaves the rest to ``sidecars``."""

    provenance: Provenance
    sidecars: Credentials

    @classmethod
    def on(cls, keys_folder: Path, settings: ProvenanceSettings | None = None) -> Self:
        """Credentials by the keys of one folder."""
        provenance = Provenance(keys_folder, settings or ProvenanceSettings())
        return cls(provenance, Sidecars(keys_folder))

    def embed(self, story: Story) -> bytes:
        """The output's bytes with credentials within; unchanged where there is no place."""
        made = story.made
        if recognise(made.content) is None:
            return self.sidecars.embed(story)
        parents = tuple(Parent(f"sha256 {each[:16]}", each) for each in made.parents)
        edited = source_type(made.source_type) in _EDITS and bool(parents)
        making = Making(
            title=f"Output {story.output}",
            source_type=made.source_type,
            at=story.at,
            reference=PermitReference(
                permit=story.permit,
                decision=story.decision,
                ledger_subject=str(story.output),
                model=made.model,
                weights_sha256="" if made.weights is None else made.weights.sha256,
                stated=made.stated,
            ),
            parent=parents[0] if edited else None,
            inputs=parents[1:] if edited else parents,
        )
        return self.provenance.sign(made.content, making)

    def beside(self, content: bytes, story: Story, ledger_index: int) -> bytes | None:
        """A signed sidecar for the bytes as they leave; None where they carry their own."""
        if recognise(content) is not None:
            return None
        return self.sidecars.beside(content, story, ledger_index)

    def hold(self, content: bytes, sidecar: bytes | None) -> bool:
        """Whether these bytes carry credentials that hold for them, within or beside."""
        kind = recognise(content)
        if kind is None:
            return self.sidecars.hold(content, sidecar)
        return self.provenance.read(content, kind.value).standing is Standing.VALID
