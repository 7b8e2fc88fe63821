"""The one shape of a question to the guidance: a declared use, and the evidence at hand.

Every piece of evidence is optional, since its absence is what the rules look for. Unknown keys are
refused by name: a misspelt piece of evidence must never pass for one that is missing.
"""

from datetime import datetime
from typing import Literal

import msgspec

from matinee.errors import Invalid
from matinee.foundation.nesting import UNREADABLE

Answer = Literal["yes", "no", "unsure"]
Kind = Literal[
    "ideation",
    "background_element",
    "key_design",
    "replica",
    "scan",
    "alteration",
    "training",
    "dub",
    "synthetic_performer",
    "text",
    "promotion",
    "advertisement",
]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A record of the document; what was not given is not there."""


class Principles(Part, frozen=True):
    """The five answers (GUIDANCE, section 1)."""

    P1: Answer | None = None
    P2: Answer | None = None
    P3: Answer | None = None
    P4: Answer | None = None
    P5: Answer | None = None


class Declaration(Part, frozen=True):
    """R1: who declares which tool for what."""

    production: str
    purpose: str
    tool: str
    tool_version: str
    declared_by: str
    declared_at: datetime


class Use(Part, frozen=True):
    """What is proposed. The flags say what the output or the input touches."""

    kind: Kind
    starts_at: datetime
    final: bool
    likeness: bool
    personal_data: bool
    third_party_ip: bool
    unreleased_input: bool
    production: str
    territories: list[str] = []
    languages: list[str] = []
    principles: Principles | None = None
    story_relevant: bool | None = None
    photographed_at: datetime | None = None
    realistic_event: bool | None = None
    model_production: str | None = None
    replica_basis: Literal["employment", "independent"] | None = None
    background: bool | None = None
    other_production: bool | None = None
    vendor: bool | None = None


class Approval(Part, frozen=True):
    """R2, R3: a named person's written yes, for what it covers."""

    approver: str
    signed_at: datetime
    scope: list[str]


class ToolTerms(Part, frozen=True):
    """R4, R23: what the tool's terms say."""

    terms_hash: str
    licence_tier: str
    reviewed_at: datetime
    trains: bool
    retains: bool
    secured: bool


class TrainingSet(Part, frozen=True):
    """R5: how many items a training set has, and how many are cleared."""

    items: int
    cleared: int


class Element(Part, frozen=True):
    """R6: an element that the camera sees."""

    prominence: Literal["incidental", "story"]
    human_authorship: bool
    legal_review: bool


class Names(Part, frozen=True):
    """R7: names found in prompt or reference, and those with a permission."""

    matched: list[str]
    permitted: list[str]


class Consent(Part, frozen=True):
    """R8: a performer's consent, as signed."""

    signed_at: datetime
    separate: bool
    conspicuous: bool
    specific: bool
    starts: datetime
    expires: datetime
    productions: list[str]
    uses: list[str]
    territories: list[str]
    languages: list[str]
    revoked_at: datetime | None = None


class Scan(Part, frozen=True):
    """R9: notice of a scan, and why it is made."""

    notice_at: datetime
    session_at: datetime
    at_engagement: bool
    reason: str | None = None


class Alteration(Part, frozen=True):
    """R10: a customary alteration, claimed by a named person."""

    code: Literal[
        "cosmetics",
        "wardrobe",
        "noise",
        "timing",
        "continuity",
        "pitch",
        "clarity",
        "dubbing",
        "double",
        "as_scripted",
        "safety",
        "unrecognisable",
    ]
    claimed_by: str
    reason: str
    refused_by: str | None = None


class Writing(Part, frozen=True):
    """R11: a separately signed writing for another production or a pitch."""

    signed_at: datetime
    production: str


class Pay(Part, frozen=True):
    """R12: the basis of pay for the use of a replica."""

    days: float
    rate: str
    residuals: bool


class Counts(Part, frozen=True):
    """R13: whether a background replica is counted towards a required number."""

    counted: bool
    used_as_principal: bool
    paid_as_principal: bool


class Synthetic(Part, frozen=True):
    """R14: a performer who is no person."""

    union_notice_at: datetime
    bargaining_outcome: str | None = None
    statement_of_value: str | None = None


class Dispute(Part, frozen=True):
    """R15: a strike."""

    started_at: datetime
    ended_at: datetime | None = None


class Performer(Part, frozen=True):
    """R16, R17: the person whose likeness it is."""

    name: str
    minor: bool
    deceased: bool
    guardian: str | None = None
    nudity_or_sex: bool | None = None
    died_at: datetime | None = None
    authority: Literal["representative", "union"] | None = None
    protected_by_ab1836: bool | None = None


class Access(Part, frozen=True):
    """R19: why somebody reaches for a replica, and that it is logged."""

    business_need: str
    logged: bool


class Clause(Part, frozen=True):
    """R20: the three conditions of California AB 2602."""

    replaces_in_person_work: bool
    specific_description: bool
    counsel_or_union: bool


class Publication(Part, frozen=True):
    """R21: what a published asset carries."""

    source_type: str | None = None
    manifest_hash: str | None = None
    manifest_valid: bool | None = None
    deep_fake: bool | None = None
    disclosure: str | None = None


class Label(Part, frozen=True):
    """R22: how a realistic scene is kept from passing as real."""

    label: str


class Vendor(Part, frozen=True):
    """R23: the steps of a vendor's pipeline, and how many are attested."""

    steps: int
    attested: int


class Evidence(Part, frozen=True):
    """Everything that a rule may look for; each absent until recorded."""

    declaration: Declaration | None = None
    approval: Approval | None = None
    tool: ToolTerms | None = None
    training_set: TrainingSet | None = None
    element: Element | None = None
    names: Names | None = None
    consent: Consent | None = None
    scan: Scan | None = None
    alteration: Alteration | None = None
    writing: Writing | None = None
    pay: Pay | None = None
    counts: Counts | None = None
    synthetic: Synthetic | None = None
    dispute: Dispute | None = None
    performer: Performer | None = None
    access: Access | None = None
    clause: Clause | None = None
    publication: Publication | None = None
    label: Label | None = None
    vendor: Vendor | None = None


class RequestDocument(Part, frozen=True):
    """A question: may this be done, at this instant, on this evidence?"""

    at: datetime
    use: Use
    evidence: Evidence
    stage: Literal["use", "publication"] = "use"


_DECODER = msgspec.json.Decoder(RequestDocument)


def read_request(raw: bytes) -> RequestDocument:
    """Read a question from JSON; what does not fit is :class:`Invalid` and names the field."""
    try:
        document = _DECODER.decode(raw)
    except msgspec.ValidationError as problem:
        sentence, _, place = str(problem).partition(" - at ")
        raise Invalid(
            f"The question cannot be read: {sentence}.",
            remedy="See docs/reference/guidance-request.md for its shape.",
            field=place.strip("`$.") or None,
        ) from problem
    except UNREADABLE as problem:
        raise Invalid(f"The question is not JSON: {problem}.", remedy="Mend the file.") from problem
    naive = [name for name, instant in _instants(document) if instant.tzinfo is None]
    if naive:
        raise Invalid("A time needs a zone.", remedy="Write Z or +01:00.", field=naive[0])
    return document


def _instants(part: Part, prefix: str = "") -> list[tuple[str, datetime]]:
    found: list[tuple[str, datetime]] = []
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, datetime):
            found.append((prefix + name, value))
        elif isinstance(value, Part):
            found += _instants(value, f"{prefix}{name}.")
    return found
