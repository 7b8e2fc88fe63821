"""From the record to a question: a pure function of what was recorded, for a use at an instant."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

import msgspec

from matinee.clearance.guidance.decision import Decision, Finding, Outcome
from matinee.clearance.guidance.request import (
    Access,
    Alteration,
    Approval,
    Clause,
    Consent,
    Counts,
    Declaration,
    Dispute,
    Element,
    Evidence,
    Label,
    Names,
    Part,
    Pay,
    Performer,
    RequestDocument,
    Scan,
    Synthetic,
    ToolTerms,
    TrainingSet,
    Use,
    Vendor,
    Writing,
)
from matinee.clearance.record.facts import Extract, Fact, FactKind
from matinee.errors import Invalid

OF_AGE = 18
OFFERED: dict[str, type[Part]] = {
    "training_set": TrainingSet,
    "element": Element,
    "scan": Scan,
    "alteration": Alteration,
    "writing": Writing,
    "pay": Pay,
    "counts": Counts,
    "synthetic": Synthetic,
    "access": Access,
    "clause": Clause,
    "label": Label,
    "vendor": Vendor,
}
"""Evidence that is entered with the use; all other comes from the registers alone."""
_COUNSELS_WORDS = frozenset({FactKind.APPROVAL, FactKind.REFUSAL, FactKind.WITHDRAWAL})
_SPELT_OUT = frozenset({"replica", "dub"})
_OF_THE_USE = frozenset(Use.__struct_fields__)


def read_offer(offer: dict[str, Any]) -> dict[str, Any]:
    """Evidence of a use as it is entered: known parts only, each in its shape."""
    kept: dict[str, Any] = {}
    for name, value in offer.items():
        if name not in OFFERED:
            raise Invalid(
                f"{name} cannot be entered with a use.",
                remedy=f"Enter one of {', '.join(OFFERED)}; the rest has registers of its own.",
                field=name,
            )
        given = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        if name == "access":  # That it is entered here is what logs it.
            given = {**given, "logged": True}
        if name == "alteration" and "refused_by" in given:
            raise Invalid(
                "Only counsel refuses an exemption.", remedy="Leave it out.", field="refused_by"
            )
        try:
            part = msgspec.convert(given, OFFERED[name])
        except msgspec.ValidationError as problem:
            sentence, _, place = str(problem).partition(" - at ")
            inner = place.strip("`$.")
            raise Invalid(
                f"{name}: {sentence}.",
                remedy="See docs/reference/guidance-request.md for its shape.",
                field=f"{name}.{inner}".rstrip("."),
            ) from problem
        _require_zones(name, part)
        kept[name] = msgspec.to_builtins(part)
    if not kept:
        raise Invalid("There is no evidence in it.", remedy="Name a part.", field="evidence")
    return kept


def _require_zones(name: str, part: Part) -> None:
    for key in part.__struct_fields__:
        value = getattr(part, key)
        if isinstance(value, datetime) and value.tzinfo is None:
            raise Invalid(
                "A time needs a zone.", remedy="Write Z or +01:00.", field=f"{name}.{key}"
            )


def assemble(extract: Extract, at: datetime) -> RequestDocument:
    """The question that this use is, at this instant, on what the record then says."""
    body = extract.use.body
    use = _convert(
        {
            **{key: value for key, value in body.items() if key in _OF_THE_USE},
            "starts_at": body.get("starts_at", extract.use.at.isoformat()),
        },
        Use,
    )
    evidence = _offered(extract, at)
    evidence["declaration"] = Declaration(
        production=use.production,
        purpose=body["purpose"],
        tool=body["tool"],
        tool_version=body["tool_version"],
        declared_by=extract.use.recorded_by,
        declared_at=extract.use.at,
    )
    evidence["names"] = Names(list(extract.matched), list(extract.permitted))
    evidence["approval"] = _approval(extract.said, at)
    evidence["tool"] = None if extract.tool is None else _terms(extract.tool)
    evidence["performer"] = _performer(extract, use, at)
    chosen = consent_for(extract, use, at)
    evidence["consent"] = None if chosen is None else _consent(chosen, extract.revocations)
    evidence["dispute"] = _dispute(extract, use, at)
    return RequestDocument(at=at, use=use, evidence=Evidence(**evidence))


def consent_for(extract: Extract, use: Use, at: datetime) -> Fact | None:
    """The newest consent that covers the use.

    For a replica or a dub, failing that the newest, whose shortcomings the rules name one by one.
    Of a scan or an alteration they ask no more than that there is one, so there it must cover.
    """
    signed = sorted(
        extract.consents, key=lambda fact: (_instant(fact.body["signed_at"]), fact.entry)
    )
    for fact in reversed(signed):
        if _covers(_consent(fact, extract.revocations), use, at):
            return fact
    return signed[-1] if signed and use.kind in _SPELT_OUT else None


def _covers(consent: Consent, use: Use, at: datetime) -> bool:
    return (
        (consent.revoked_at is None or consent.revoked_at > at)
        and consent.signed_at <= use.starts_at
        and consent.starts <= use.starts_at
        and at < consent.expires
        and use.production in consent.productions
        and use.kind in consent.uses
        and _within(use.territories, consent.territories)
        and _within(use.languages, consent.languages)
    )


def _within(asked: Iterable[str], granted: Iterable[str]) -> bool:
    allowed = set(granted)
    return "*" in allowed or set(asked) <= allowed


def judge(decision: Decision, extract: Extract, document: RequestDocument) -> Decision:
    """What named persons said of it: a refusal refuses; an approval may accept what is *review*."""
    if extract.tool is not None and extract.tool.body.get("retired"):
        return _refused(decision, _retired(extract.tool))
    last = _last_word(extract.said, document.at)
    if last is not None and last.kind is FactKind.REFUSAL:
        finding = Finding(
            policy="refused-by-counsel",
            rule="R2",
            pack="record",
            outcome=Outcome.REFUSED,
            source=f"{last.recorded_by}, {last.at.date().isoformat()}",
            advice=last.body["reason"],
        )
        return _refused(decision, finding)
    approval = document.evidence.approval
    if approval is None or approval.signed_at > document.use.starts_at:
        return decision
    standing = [
        finding
        for finding in decision.findings
        if finding.outcome is Outcome.REFUSED or finding.rule not in approval.scope
    ]
    return replace(
        decision,
        outcome=max((f.outcome for f in standing), key=lambda o: o.weight, default=Outcome.GO),
        next_steps=tuple(dict.fromkeys(finding.advice for finding in standing)),
    )


def _refused(decision: Decision, finding: Finding) -> Decision:
    return replace(
        decision,
        outcome=Outcome.REFUSED,
        findings=(finding, *decision.findings),
        next_steps=(finding.advice, *decision.next_steps),
    )


def _retired(tool: Fact) -> Finding:
    return Finding(
        policy="tool-retired",
        rule="R1",
        pack="record",
        outcome=Outcome.REFUSED,
        source=f"Tool register: {tool.key}, retired {tool.at.date().isoformat()}",
        advice="The tool is retired: declare the use with another.",
    )


def _last_word(said: Iterable[Fact], at: datetime) -> Fact | None:
    """Counsel's word that stands: the last approval or refusal, unless it was taken back."""
    words = [fact for fact in said if fact.kind in _COUNSELS_WORDS and fact.at <= at]
    return words[-1] if words and words[-1].kind is not FactKind.WITHDRAWAL else None


def _offered(extract: Extract, at: datetime) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    refused: Fact | None = None
    for fact in extract.said:
        if fact.kind is FactKind.EVIDENCE and fact.at <= at:
            parts.update({name: (fact.body[name], fact) for name in fact.body})
        elif fact.kind is FactKind.EXEMPTION_REFUSED:
            refused = fact
    made = {name: _convert(value, OFFERED[name]) for name, (value, _) in parts.items()}
    claimed = made.get("alteration")
    if refused is not None and isinstance(claimed, Alteration):
        made["alteration"] = msgspec.structs.replace(claimed, refused_by=refused.recorded_by)
    return made


def _approval(said: Iterable[Fact], at: datetime) -> Approval | None:
    last = _last_word(said, at)
    if last is None or last.kind is not FactKind.APPROVAL:
        return None
    return Approval(
        approver=last.recorded_by,
        signed_at=_instant(last.body["signed_at"]),
        scope=list(last.body["scope"]),
    )


def _terms(tool: Fact) -> ToolTerms:
    names = ToolTerms.__struct_fields__
    return _convert({key: value for key, value in tool.body.items() if key in names}, ToolTerms)


def _performer(extract: Extract, use: Use, at: datetime) -> Performer | None:
    fact, person = extract.performer, extract.person
    if fact is None or person is None:
        return None
    born = date.fromisoformat(person["date_of_birth"])
    seen = [at, use.starts_at] if use.photographed_at is None else [at, use.photographed_at]
    died = fact.body.get("died_at")
    return Performer(
        name=fact.key,  # A decision is kept for good, and so holds nobody's name.
        minor=any(age(born, moment.date()) < OF_AGE for moment in seen),
        deceased=bool(fact.body.get("deceased", False)),
        guardian="on record" if person.get("guardian") else None,
        nudity_or_sex=extract.use.body.get("nudity_or_sex"),
        died_at=None if died is None else _instant(died),
        authority=fact.body.get("authority"),
    )


def age(born: date, day: date) -> int:
    """Whole years lived on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _consent(fact: Fact, revocations: Iterable[Fact]) -> Consent:
    names = Consent.__struct_fields__
    revoked = [each.at for each in revocations if each.key == fact.key]
    consent = _convert({key: value for key, value in fact.body.items() if key in names}, Consent)
    return msgspec.structs.replace(consent, revoked_at=min(revoked, default=None))


def _dispute(extract: Extract, use: Use, at: datetime) -> Dispute | None:
    if extract.performer is None:
        return None
    guild = str(extract.performer.body.get("guild", "")).casefold()
    for fact in extract.disputes:
        body = fact.body
        ended = body.get("ended_at")
        where = body["territories"]
        if (
            body["guild"].casefold() == guild
            and _instant(body["started_at"]) <= at
            and (ended is None or at < _instant(ended))
            and (not use.territories or _overlap(use.territories, where))
        ):
            return _convert({"started_at": body["started_at"], "ended_at": ended}, Dispute)
    return None


def _overlap(asked: Iterable[str], where: Iterable[str]) -> bool:
    return "*" in where or "*" in asked or bool(set(asked) & set(where))


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _convert(value: dict[str, Any], kind: Any) -> Any:
    return msgspec.convert(value, kind)
