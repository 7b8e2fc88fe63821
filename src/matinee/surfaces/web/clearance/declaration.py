"""From the answers on the page to a declaration and its evidence; pure but for the words it says.

A part of the form that the kind of use does not ask for is left out, whatever stands in it.
"""

from dataclasses import dataclass, field
from typing import Any

from matinee.clearance.desk.model import LIKENESS_KINDS, DeclaredUse
from matinee.errors import Invalid
from matinee.surfaces.web.clearance.forms import Reading, Typed, known, lines_of
from matinee.surfaces.web.languages import Tongue

ASKED: dict[str, frozenset[str]] = {
    "element": frozenset({"background_element"}),
    "replica": frozenset({"replica"}),
    "scene": frozenset({"replica", "dub", "scan"}),
    "other": frozenset({"replica", "dub"}),
    "scan": frozenset({"scan"}),
    "alteration": frozenset({"alteration"}),
    "synthetic": frozenset({"synthetic_performer"}),
    "training": frozenset({"training"}),
    "performer": LIKENESS_KINDS,
}
"""Which kinds of use each part of the form is for; what is not named here is for all."""

_FIELDS = {"starts_at": "starts_at", "references": "references"}


@dataclass(slots=True)
class Declaration:
    """What was read: a declaration where it is whole, its evidence, and the faults by field."""

    body: DeclaredUse | None
    evidence: dict[str, Any]
    faults: dict[str, str] = field(default_factory=dict[str, str])

    def misfit(self, error: Invalid) -> None:
        """Note what the record did not take, where it belongs."""
        self.faults[error.field or ""] = f"{error.sentence} {error.remedy}".rstrip()


def read(typed: Typed, tongue: Tongue, *, by: str, production: str, whole: bool) -> Declaration:
    """Read the form. Unless it must be ``whole``, a missing purpose stands in its own place."""
    reading = Reading(typed, tongue)
    kind = reading.needed("kind")
    values = _use(reading, kind, production)
    if whole:
        reading.needed("purpose")
    values["purpose"] = typed.one("purpose") or "not said yet"
    values["tool"] = reading.needed("tool")
    offered = evidence(reading, kind, by=by, production=production)
    body = reading.shape(DeclaredUse, known(values), _FIELDS)
    return Declaration(body, offered, reading.faults)


def _use(reading: Reading, kind: str, production: str) -> dict[str, Any]:
    typed = reading.typed
    performer = typed.one("performer") or None
    scene = kind in ASKED["scene"]
    replica = kind in ASKED["replica"]
    return {
        "kind": kind,
        "starts_at": reading.moment("starts_at"),
        "final": reading.flag("final"),
        "likeness": reading.flag("likeness") or kind in LIKENESS_KINDS or performer is not None,
        "personal_data": reading.flag("personal_data"),
        "third_party_ip": reading.flag("third_party_ip"),
        "unreleased_input": reading.flag("unreleased_input"),
        "performer": performer,
        "principles": known({f"P{n}": typed.one(f"P{n}") or None for n in range(1, 6)}),
        "territories": reading.codes("territories", upper=True),
        "languages": reading.codes("languages"),
        "references": lines_of(typed.one("references")),
        "story_relevant": (kind in ASKED["element"] and typed.one("prominence") == "story") or None,
        "photographed_at": reading.moment("photographed_at") if scene else None,
        "nudity_or_sex": reading.answer("nudity_or_sex") if scene else None,
        "realistic_event": reading.flag("realistic_event") or None,
        "vendor": reading.flag("vendor") or None,
        "background": (reading.flag("background") or None) if replica else None,
        "replica_basis": (typed.one("replica_basis") or None) if replica else None,
        "other_production": (
            (reading.flag("other_production") or None) if kind in ASKED["other"] else None
        ),
        "model_production": production if replica and reading.flag("own_model") else None,
    }


def evidence(reading: Reading, kind: str, *, by: str, production: str) -> dict[str, Any]:
    """The evidence that stands in the form, part by part."""
    made: dict[str, Any] = {}
    if kind in ASKED["element"] and reading.text("prominence"):
        made["element"] = {
            "prominence": reading.text("prominence"),
            "human_authorship": reading.flag("human_authorship"),
            "legal_review": reading.flag("legal_review"),
        }
    if kind in ASKED["replica"]:
        made |= _replica(reading)
    if kind in ASKED["other"] and reading.flag("other_production"):
        signed = reading.moment("writing_signed_at")
        if signed:
            made["writing"] = {"signed_at": signed, "production": production}
    if kind in ASKED["scan"] and reading.typed.given("notice_at", "session_at"):
        made["scan"] = _scan(reading)
    if kind in ASKED["alteration"] and reading.text("code"):
        made["alteration"] = {
            "code": reading.text("code"),
            "claimed_by": by,
            "reason": reading.needed("exemption_reason"),
        }
    if kind in ASKED["synthetic"] and reading.typed.given("union_notice_at"):
        made["synthetic"] = known(
            {
                "union_notice_at": reading.moment("union_notice_at"),
                "bargaining_outcome": reading.text("bargaining_outcome"),
                "statement_of_value": reading.text("statement_of_value"),
            }
        )
    if kind in ASKED["training"] and reading.typed.given("items", "cleared"):
        made["training_set"] = {
            "items": reading.count("items") or 0,
            "cleared": reading.count("cleared") or 0,
        }
    return made | _of_any_kind(reading)


def _replica(reading: Reading) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if reading.typed.given("days", "rate"):
        made["pay"] = {
            "days": reading.number("days") or 0.0,
            "rate": reading.text("rate") or "",
            "residuals": reading.flag("residuals"),
        }
    if reading.text("business_need"):
        made["access"] = {"business_need": reading.text("business_need")}
    if reading.typed.given("replaces_in_person_work"):
        made["clause"] = {
            "replaces_in_person_work": reading.answer("replaces_in_person_work") is True,
            "specific_description": reading.flag("specific_description"),
            "counsel_or_union": reading.flag("counsel_or_union"),
        }
    if reading.flag("background"):
        made["counts"] = {
            "counted": reading.flag("counted"),
            "used_as_principal": reading.flag("used_as_principal"),
            "paid_as_principal": reading.flag("paid_as_principal"),
        }
    return made


def _scan(reading: Reading) -> dict[str, Any]:
    for name in ("notice_at", "session_at"):
        reading.needed(name)
    return known(
        {
            "notice_at": reading.moment("notice_at"),
            "session_at": reading.moment("session_at"),
            "at_engagement": reading.flag("at_engagement"),
            "reason": reading.text("scan_reason"),
        }
    )


def _of_any_kind(reading: Reading) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if reading.flag("realistic_event") and reading.text("label"):
        made["label"] = {"label": reading.text("label")}
    if reading.flag("vendor") and reading.typed.given("steps", "attested"):
        made["vendor"] = {
            "steps": reading.count("steps") or 0,
            "attested": reading.count("attested") or 0,
        }
    return made


def filled(body: dict[str, Any]) -> Typed:
    """A declaration as the form would hold it, to begin another from."""
    values: dict[str, tuple[str, ...]] = {}
    for name in ("kind", "tool", "purpose", "performer", "replica_basis"):
        if body.get(name):
            values[name] = (str(body[name]),)
    for name in ("final", "likeness", "personal_data", "third_party_ip", "unreleased_input"):
        if body.get(name):
            values[name] = ("yes",)
    for name in ("territories", "languages"):
        values[name] = (", ".join(body.get(name, ())),)
    values["references"] = ("\n".join(body.get("references", ())),)
    for name, answer in body.get("principles", {}).items():
        values[name] = (answer,)
    return Typed(values)
