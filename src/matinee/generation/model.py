"""What passes the door of generation: the permit, the intended call, and the three ports.

`generation` defines the ports and knows nothing of who stands behind them; `clearance` implements
them and `assembly` joins the two.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from matinee.operation.flags.model import Flag, FlagKind
from matinee.vocabulary.wording import Wording

GENERATION = Flag(
    name="generation",
    switches=Wording(
        "Every call of a generative model, also those that run; off, each is refused."
    ),
    stays=Wording(
        "What was made before. On or off, nothing is made without a permit, and nothing leaves "
        "without its credentials and its entry."
    ),
    owner="generation",
    kind=FlagKind.SWITCH,
    away=False,
    stoppable=True,
)


class Modality(StrEnum):
    """What a model makes."""

    TEXT = "text"
    IMAGE = "image"
    REAGE = "re-ageing"


class Ability(StrEnum):
    """What a model can do that another could only ignore: where it cannot, it is not asked."""

    SOURCE = "source"
    """Starts from a picture."""
    MASK = "mask"
    """Changes only what a mask lets it."""
    SEED = "seed"
    """Answers the same to the same seed."""
    RETOUCH = "retouch"
    """Retouches skin by degrees, without a painted key."""
    AGES = "ages"
    """Brings the face of a shot from one age to another."""


class PermitKind(StrEnum):
    """A single permit is counted and bound to its inputs; a standing one to a class of input."""

    SINGLE = "single"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Permit:
    """A signed, expiring leave to call one tool for one purpose; only a *go* mints it."""

    id: UUID
    kind: PermitKind
    purpose: str
    tool: str
    decision: UUID
    not_before: datetime
    expires: datetime
    production: str | None = None
    performer: str | None = None
    inputs: frozenset[str] = frozenset()
    input_class: str | None = None
    uses: int = 1
    epoch: int = 0
    signature: bytes = field(default=b"", repr=False)

    def payload(self) -> bytes:
        """The canonical bytes that are signed: every field but the signature."""
        content = {
            "id": str(self.id),
            "kind": self.kind,
            "purpose": self.purpose,
            "tool": self.tool,
            "decision": str(self.decision),
            "not_before": _instant(self.not_before),
            "expires": _instant(self.expires),
            "production": self.production,
            "performer": self.performer,
            "inputs": sorted(self.inputs),
            "input_class": self.input_class,
            "uses": self.uses,
            "epoch": self.epoch,
        }
        return (
            b"matinee permit v1\n"
            + json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
        )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class IntendedCall:
    """What is about to be asked of a tool, as the register judges it.

    ``inputs`` are the hash of the whole request and of all that goes into it. A single permit must
    name each; a standing one names none, but what is made through it is traced to them.
    """

    tool: str
    modality: Modality
    purpose: str
    production: str | None = None
    performer: str | None = None
    inputs: frozenset[str] = frozenset()
    input_class: str | None = None


@dataclass(frozen=True, slots=True)
class Spend:
    """One use of a permit, entered in the ledger; a standing permit's spends have no number."""

    id: UUID
    permit: Permit
    call: IntendedCall
    number: int | None


@dataclass(frozen=True, slots=True)
class Output:
    """What a model made, before anybody sees it."""

    content: bytes
    media_type: str
    model: str
    source_type: str
    parents: tuple[str, ...] = ()
    """What it was made of, by SHA-256 in hex; of an edit, the picture that was edited first."""
    seconds: float = 0.0
    request: str = ""
    """The hash of the whole request."""
    licence: str = ""
    training_basis: str = ""
    """The model's, as its profile said when it was asked."""
    weights: "Weights | None" = None
    stated: str = ""
    """What a server said of the model that answered: its own word, which nobody can look behind."""
    repeated: bool = False
    """Whether the model's answer was kept from an earlier call of the same request."""


@dataclass(frozen=True, slots=True)
class RegisteredOutput:
    """An output with its credentials and its place in the ledger: what a caller is given."""

    id: UUID
    content: bytes
    media_type: str
    sha256: str
    ledger_index: int
    manifest: bytes | None = None


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name in a prompt that is not cleared: a title, a person, an artist, a listed term."""

    term: str
    kind: str
    start: int
    end: int


class PermitRegister(Protocol):
    """Knows which permits are live, and spends them."""

    async def spend(self, permit: Permit, call: IntendedCall) -> Spend:
        """Count one use of a permit for this call, or raise :class:`~matinee.errors.Denied`."""
        ...

    async def still_live(self, permit: Permit, inputs: frozenset[str] = frozenset()) -> None:
        """Raise Denied when a permit, or one of the inputs, ended since it was spent."""
        ...

    def admit(self, permit: Permit, call: IntendedCall) -> Spend:
        """Let a standing permit pass, in memory and at once, or raise Denied."""
        ...

    async def without_output(self, spend: Spend, reason: str) -> None:
        """Enter that a use was spent and nothing came of it; it stays spent."""
        ...


class OutputRegister(Protocol):
    """Gives an output its credentials and its entry, before anything is returned."""

    async def register(self, output: Output, spend: Spend) -> RegisteredOutput:
        """Sign, store and enter an output."""
        ...


class NameCheck(Protocol):
    """Finds uncleared names in a prompt (rule R7)."""

    def uncleared(self, prompt: str, production: str | None) -> Sequence[NameMatch]:
        """The names in ``prompt`` that nobody cleared for this production, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's weights by their SHA-256 in hex; ``read``: it was read from them, here.

    What a server answers from cannot be read: there it is the word of the tools file.
    """

    sha256: str
    read: bool


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """What a model can do, on which terms, and what it was trained on."""

    name: str
    modality: Modality
    licence: str
    training_basis: str
    retains: bool
    trains: bool
    secured: bool
    abilities: frozenset[Ability] = frozenset()
    weights: Weights | None = None
    """None where nobody knows them; of a file they are known once it is loaded."""
    server: str = ""
    """Host and port to which whatever it is shown is sent; "" where it runs in our own process."""


def input_hash(content: bytes) -> str:
    """How an input is named in a permit: its SHA-256 in hex."""
    return sha256(content).hexdigest()
