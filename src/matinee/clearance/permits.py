"""Permits: minted from a *go* alone, signed, and checked against the call at hand. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from matinee.clearance.guidance.decision import Decision, Outcome
from matinee.clearance.guidance.request import RequestDocument
from matinee.clearance.keys import SigningKey, verify
from matinee.errors import Denied, Invalid
from matinee.generation.model import IntendedCall, Permit, PermitKind, input_hash
from matinee.vocabulary.ids import uuid7

LONGEST_SINGLE = timedelta(days=7)
LONGEST_STANDING = timedelta(hours=24)
MOST_USES = 10_000
QUARANTINED = "quarantined"


def mint(
    decision: Decision,
    question: RequestDocument,
    *,
    key: SigningKey,
    decision_id: UUID,
    tool: str,
    purpose: str,
    now: datetime,
    lasts: timedelta,
    performer: str | None = None,
    inputs: frozenset[str] = frozenset(),
    uses: int = 1,
) -> Permit:
    """A single permit from a decision that says *go*; anything else is :class:`Denied`."""
    _require_go(decision)
    if not 1 <= uses <= MOST_USES:
        raise Invalid(f"A permit has 1 to {MOST_USES} uses.", remedy="Ask again.", field="uses")
    if not timedelta(0) < lasts <= LONGEST_SINGLE:
        raise Invalid(
            f"A permit lasts at most {LONGEST_SINGLE.days} days.",
            remedy="Ask for a shorter one and mint another when it ends.",
            field="lasts",
        )
    permit = Permit(
        id=uuid7(now),
        kind=PermitKind.SINGLE,
        purpose=purpose,
        tool=tool,
        decision=decision_id,
        not_before=max(now, question.use.starts_at),
        expires=now + lasts,
        production=question.use.production,
        performer=performer,
        inputs=inputs,
        uses=uses,
    )
    return _signed(permit, key)


def mint_standing(
    decision: Decision,
    question: RequestDocument,
    *,
    key: SigningKey,
    decision_id: UUID,
    tool: str,
    purpose: str,
    input_class: str,
    epoch: int,
    now: datetime,
    lasts: timedelta,
) -> Permit:
    """A standing permit; never for likeness, personal data or final deliverables."""
    _require_go(decision)
    use = question.use
    if use.likeness or use.personal_data or use.final:
        raise Denied(
            "A standing permit never covers likeness, personal data or final deliverables.",
            remedy="Ask for a single permit.",
            code="not_standing",
        )
    if not timedelta(0) < lasts <= LONGEST_STANDING:
        raise Invalid("A standing permit lasts a day at most.", remedy="Ask again.", field="lasts")
    permit = Permit(
        id=uuid7(now),
        kind=PermitKind.STANDING,
        purpose=purpose,
        tool=tool,
        decision=decision_id,
        not_before=max(now, use.starts_at),
        expires=now + lasts,
        production=use.production,
        input_class=input_class,
        uses=0,
        epoch=epoch,
    )
    return _signed(permit, key)


def check(permit: Permit, call: IntendedCall, *, now: datetime, public: bytes) -> None:
    """Raise :class:`Denied` unless the permit is the house's and covers exactly this call."""
    check_signature(permit, public=public)
    check_terms(permit, call, now=now)


def check_signature(permit: Permit, *, public: bytes) -> None:
    """Raise :class:`Denied` unless every word of the permit is the house's."""
    if not verify(public, permit.signature, permit.payload()):
        _deny("forged", "This permit was not signed by this house.")


def terms_hash(permit: Permit) -> str:
    """What the ledger holds of a permit: the SHA-256 of what was signed, in hex."""
    return input_hash(permit.payload())


def check_terms(permit: Permit, call: IntendedCall, *, now: datetime) -> None:
    """The part of :func:`check` without the signature, for a permit that was verified before."""
    if now < permit.not_before:
        _deny("not_yet", "The work may not start yet.")
    if now >= permit.expires:
        _deny("expired", "The permit has run out.")
    for name in ("tool", "purpose", "production", "performer"):
        if getattr(permit, name) != getattr(call, name):
            _deny(f"other_{name}", f"The permit is for another {name}.")
    if permit.kind is PermitKind.STANDING:
        if permit.input_class != call.input_class:
            _deny("other_input_class", "The permit is for another class of input.")
    elif not call.inputs <= permit.inputs:
        _deny("other_inputs", "The permit does not cover these inputs.")


def require_untainted(closed: str | None) -> None:
    """Raise :class:`Denied` where something that goes into a work may no longer be seen."""
    if closed is not None:
        raise Denied(
            f"This was made of something that is quarantined: {closed}.",
            remedy="Begin again from material that may be used.",
            code=QUARANTINED,
        )


def refuse(decision: Decision) -> NoReturn:
    """Say that a decision mints no permit, and what to do."""
    raise Denied(
        f"The decision is {decision.outcome}, and only go mints a permit.",
        remedy=" ".join(decision.next_steps) or "Declare the use.",
        code="not_go",
    )


def _require_go(decision: Decision) -> None:
    if decision.outcome is not Outcome.GO:
        refuse(decision)


def _signed(permit: Permit, key: SigningKey) -> Permit:
    return replace(permit, signature=key.sign(permit.payload()))


def _deny(code: str, sentence: str) -> NoReturn:
    raise Denied(sentence, remedy="Declare this use and ask for its permit.", code=code)
