"""What is said of an asset when it is signed, and what is found when a file is read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from matinee.errors import Invalid

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class ProvenanceSettings(BaseModel):
    """The settings of content credentials."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    read_limit_bytes: int = Field(
        default=64 * 1024 * 1024,
        gt=0,
        description="The largest file whose content credentials are read.",
    )


class MediaType(StrEnum):
    """The formats that carry credentials within."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    MP4 = "video/mp4"


class SourceType(StrEnum):
    """IPTC's digital source types that are in force, and that a production meets."""

    TRAINED = "trainedAlgorithmicMedia"
    EDITED_BY_MODEL = "compositeWithTrainedAlgorithmicMedia"
    MIX = "compositeSynthetic"
    PROCEDURE = "algorithmicMedia"
    ENHANCED = "algorithmicallyEnhanced"
    HUMAN_EDITS = "humanEdits"
    CAPTURE = "digitalCapture"
    CREATION = "digitalCreation"

    @property
    def uri(self) -> str:
        """The full name that a manifest carries."""
        return SOURCE_TYPES + self.value


RETIRED = {
    "minorHumanEdits": SourceType.HUMAN_EDITS,
    "digitalArt": SourceType.CREATION,
    "softwareImage": SourceType.CREATION,
}
"""Source types that IPTC has withdrawn, and what stands in their place."""


def source_type(text: str) -> SourceType:
    """The source type of that name, short or full; what is retired or unknown is refused."""
    name = text.removeprefix(SOURCE_TYPES)
    if name in RETIRED:
        raise Invalid(
            f"The digital source type {name} is retired.",
            remedy=f"Say {RETIRED[name].value}.",
            field="source_type",
        )
    try:
        return SourceType(name)
    except ValueError:
        known = ", ".join(SourceType)
        raise Invalid(
            f"{name[:80]!r} is no digital source type.",
            remedy=f"One of {known}.",
            field="source_type",
        ) from None


@dataclass(frozen=True, slots=True)
class PermitReference:
    """By what leave an asset was made, and under which subject the ledger tells of it."""

    permit: UUID
    decision: UUID
    ledger_subject: str
    model: str = ""
    weights_sha256: str = ""
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Parent:
    """What an asset was made from; its own credentials are kept where its bytes are at hand."""

    title: str
    sha256: str
    content: bytes | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Making:
    """How an asset came to be; with a parent it is an edit, without one a creation.

    ``inputs`` are what a model was shown besides, such as reference pictures.
    """

    title: str
    source_type: str
    at: datetime
    reference: PermitReference | None = None
    parent: Parent | None = None
    inputs: tuple[Parent, ...] = ()
    may_train: bool = False


class Standing(StrEnum):
    """What a reader may believe of a file's credentials."""

    VALID = "valid"
    TAMPERED = "tampered"
    OTHER_FILE = "manifest of another file"
    EXPIRED = "expired"
    UNTRUSTED = "untrusted signer"
    NONE = "no credentials"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Action:
    """One step of a file's history, by C2PA's name and in words."""

    name: str
    words: str
    source_type: str | None


@dataclass(frozen=True, slots=True)
class Ingredient:
    """Something that a file was made from, and whether its own credentials held when it was."""

    title: str
    relationship: str
    has_credentials: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What a file says of its own making. Only a *valid* one is more than hearsay."""

    standing: Standing
    sentence: str
    media_type: str | None = None
    title: str | None = None
    signer: str | None = None
    development: bool = False
    made_with: str | None = None
    source_type: str | None = None
    source_words: str | None = None
    actions: tuple[Action, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    permit: str | None = None
    decision: str | None = None
    ledger_subject: str | None = None
    model: str | None = None
    training: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()
