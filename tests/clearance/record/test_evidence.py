"""The question that a use is follows from the record at an instant: persons, consents, strikes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.clearance.record.conftest import BY, Desk

from matinee.clearance.guidance.decision import Decision
from matinee.clearance.record import shapes
from matinee.clearance.record.evidence import age, read_offer
from matinee.clearance.record.model import Decided
from matinee.errors import Conflict, Denied, Invalid, NotFound

COUNSEL = "Marta Leal"


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2008, 9, 2), date(2026, 9, 1), 17),
        (date(2008, 9, 2), date(2026, 9, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_an_age_is_in_whole_years(born: date, day: date, years: int) -> None:
    assert age(born, day) == years


async def _decided(desk: Desk, **change: Any) -> Decision:
    use = await desk.go(**change)
    return (await desk.record.decisions.taken(use))[0].decision


async def test_a_minor_is_known_by_the_date_of_birth(desk: Desk) -> None:
    child = shapes.NewPerformer(name="Ana", date_of_birth=date(2010, 5, 5), guild="SAG-AFTRA")
    desk.performer = (await desk.record.add_performer(child, by=BY)).key
    await desk.consent()
    assert "evidence.performer.guardian" in (await _decided(desk)).missing
    guarded = child.model_copy(update={"guardian": "Rita Nunes"})
    await desk.record.add_performer(guarded, by=BY, performer=UUID(desk.performer))
    assert "R16" in (await _decided(desk)).rules
    assert (await _decided(desk, nudity_or_sex=False)).outcome == "go"
    assert (await _decided(desk, nudity_or_sex=True)).outcome == "refused"


async def test_who_was_a_minor_when_photographed_is_one(desk: Desk) -> None:
    await desk.consent()
    then = datetime(2005, 1, 1, tzinfo=UTC)
    assert "R16" in (await _decided(desk, photographed_at=then)).rules


async def test_the_newest_consent_that_covers_the_use_is_taken(desk: Desk) -> None:
    covers = await desk.consent(signed_at=desk.clock.now - timedelta(days=2))
    await desk.consent(uses=["dub"])
    use = await desk.go()
    [latest, *_] = await desk.record.decisions.taken(use)
    assert (latest.decision.outcome, latest.consent_id) == ("go", covers)


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        ({"separate": False}, "R8"),
        ({"conspicuous": False}, "R8"),
        ({"specific": False}, "R8"),
        ({"territories": ["ES"]}, "R8"),
        ({"languages": ["es"]}, "R8"),
        ({"uses": ["dub"]}, "R8"),
    ],
)
async def test_a_consent_that_falls_short_is_named(
    desk: Desk, terms: dict[str, Any], rule: str
) -> None:
    await desk.consent(**terms)
    decision = await _decided(desk)
    assert (decision.outcome, rule in decision.rules) == ("refused", True)


async def test_a_consent_to_something_else_does_not_excuse_an_alteration(desk: Desk) -> None:
    await desk.consent(uses=["dub"])
    fact, decided = await desk.record.declare(
        UUID(desk.production),
        desk.use(kind="alteration", likeness=True, performer=desk.performer),
        by=BY,
    )
    assert "evidence.consent" in decided.decision.missing
    claim = {"code": "cosmetics", "claimed_by": "Rui Faria", "reason": "a blemish"}
    claimed = await desk.record.offer_evidence(UUID(fact.key), {"alteration": claim}, by=BY)
    assert "R10" not in claimed.decision.rules
    no = shapes.Refusal(reason="It is more than cosmetics.")
    refused = await desk.record.refuse_exemption(UUID(fact.key), no, by=COUNSEL)
    assert "R10" in refused.decision.rules
    again = await desk.record.offer_evidence(UUID(fact.key), {"alteration": claim}, by=BY)
    assert "R10" in again.decision.rules


@pytest.mark.parametrize(
    ("strike", "outcome"),
    [
        ({"guild": "SAG-AFTRA"}, "refused"),
        ({"guild": "sag-aftra", "territories": ("PT",)}, "refused"),
        ({"guild": "SAG-AFTRA", "territories": ("US",)}, "go"),
        ({"guild": "Equity"}, "go"),
    ],
)
async def test_a_strike_stops_whom_and_where_it_is(
    desk: Desk, strike: dict[str, Any], outcome: str
) -> None:
    await desk.consent()
    began = desk.clock.now - timedelta(days=1)
    fact = await desk.record.put_dispute(shapes.NewDispute(started_at=began, **strike), by=BY)
    assert (await _decided(desk)).outcome == outcome
    over = shapes.NewDispute(started_at=began, ended_at=desk.clock.now, **strike)
    await desk.record.put_dispute(over, by=BY, dispute=UUID(fact.key))
    assert (await _decided(desk)).outcome == "go"


async def _element(desk: Desk) -> Decided:
    starts = desk.clock.now + timedelta(hours=1)
    use = desk.use(kind="background_element", starts_at=starts)
    return (await desk.record.declare(UUID(desk.production), use, by=BY))[1]


async def test_counsel_accepts_what_is_review_by_naming_the_rule(desk: Desk) -> None:
    decided = await _element(desk)
    assert (decided.decision.outcome, decided.decision.rules) == ("review", ("R6",))
    assert [fact.key for fact in await desk.record.inbox()] == [str(decided.use_id)]
    other = await desk.record.approve(decided.use_id, shapes.Approval(scope=("R14",)), by=COUNSEL)
    assert other.decision.outcome == "review"
    yes = await desk.record.approve(decided.use_id, shapes.Approval(scope=("R6",)), by=COUNSEL)
    assert yes.decision.outcome == "go"
    assert await desk.record.inbox() == []


async def test_an_approval_does_not_lift_what_is_refused(desk: Desk) -> None:
    use = await desk.go()
    scope = ("final", "likeness", "replica", "R8", "R15", "R17")
    late = await desk.record.approve(use, shapes.Approval(scope=scope), by=COUNSEL)
    assert late.decision.outcome == "refused"


async def test_an_approval_after_the_work_began_is_none(desk: Desk) -> None:
    decided = await _element(desk)
    desk.clock.pass_by(hours=2)
    late = await desk.record.approve(decided.use_id, shapes.Approval(scope=("R6",)), by=COUNSEL)
    assert late.decision.outcome == "review"


async def test_an_approval_of_an_earlier_day_needs_its_paper(desk: Desk) -> None:
    decided = await _element(desk)
    earlier = shapes.Approval(scope=("R6",), signed_at=desk.clock.now - timedelta(days=1))
    with pytest.raises(Invalid, match="needs its paper"):
        await desk.record.approve(decided.use_id, earlier, by=COUNSEL)


async def test_a_decision_keeps_no_name_and_can_be_judged_again(desk: Desk) -> None:
    await desk.consent()
    use = await desk.go()
    [latest, *_] = await desk.record.decisions.taken(use)
    assert b"Clara" not in latest.document
    assert await desk.record.decisions.decision(latest.id) == latest


@pytest.mark.parametrize(
    ("offer", "field"),
    [
        ({}, "evidence"),
        ({"consent": {}}, "consent"),
        ({"pay": {"days": "two", "rate": "scale", "residuals": True}}, "pay.days"),
        ({"pay": {"days": 1.0, "rate": "scale", "residuals": True, "tip": 1}}, "pay"),
        ({"scan": {"notice_at": "2026-01-01T00:00:00", "session_at": "2026-01-04T00:00:00Z",
                   "at_engagement": False}}, "scan.notice_at"),
        ({"alteration": {"code": "pitch", "claimed_by": "R", "reason": "x", "refused_by": "me"}},
         "refused_by"),
    ],
)  # fmt: skip
def test_evidence_that_does_not_fit_is_refused_by_field(offer: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_offer(offer)
    assert refused.value.field == field


async def test_what_is_not_recorded_is_not_found(desk: Desk) -> None:
    nobody = UUID("00000000-0000-7000-8000-000000000000")
    for asked in (
        desk.record.decide(nobody, by=BY),
        desk.record.revocations.revoke(nobody, shapes.Revocation(reason="x"), by=BY),
        desk.record.permits.permit(nobody),
        desk.record.outputs.content(nobody),
        desk.record.erase_person(nobody, by=BY),
    ):
        with pytest.raises(NotFound):
            await asked
    await desk.record.erase_person(UUID(desk.performer), by=BY)
    with pytest.raises(Conflict, match="erased already"):
        await desk.record.erase_person(UUID(desk.performer), by=BY)


async def test_no_standing_permit_for_a_likeness(desk: Desk) -> None:
    await desk.consent()
    use = await desk.go()
    with pytest.raises(Denied, match="never covers likeness"):
        await desk.record.permits.mint_standing(
            use, by=BY, lasts=timedelta(hours=1), input_class="face"
        )
