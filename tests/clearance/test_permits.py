"""A permit comes of a go alone, and covers what it says and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from matinee.clearance.guidance.decision import Outcome
from matinee.clearance.guidance.packs import load_packs
from matinee.clearance.guidance.request import RequestDocument
from matinee.clearance.keys import SigningKey, open_key
from matinee.clearance.permits import check, mint, mint_standing
from matinee.errors import Denied, Invalid
from matinee.generation.model import IntendedCall, Modality, Permit

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
SHELF = load_packs()
CASES = {case.name: case for pack in SHELF.packs for case in pack.cases}
GOES = CASES["ideation: mood boards go when the principles hold"].question
CALL = IntendedCall("sketcher", Modality.IMAGE, "mood board", "night-train", None, frozenset("ab"))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return open_key(tmp_path_factory.mktemp("keys"), "permits")


def _mint(
    key: SigningKey, question: RequestDocument = GOES, *, days: int = 1, uses: int = 3
) -> Permit:
    return mint(
        SHELF.decide(question),
        question,
        key=key,
        decision_id=uuid4(),
        tool="sketcher",
        purpose="mood board",
        now=NOW,
        lasts=timedelta(days=days),
        inputs=frozenset("abc"),
        uses=uses,
    )


def _standing(key: SigningKey, question: RequestDocument = GOES) -> Permit:
    return mint_standing(
        SHELF.decide(question),
        question,
        key=key,
        decision_id=uuid4(),
        tool="sketcher",
        purpose="mood board",
        input_class="search query",
        epoch=7,
        now=NOW,
        lasts=timedelta(hours=6),
    )


def test_a_permit_lets_its_own_call_pass(key: SigningKey) -> None:
    check(_mint(key), CALL, now=NOW, public=key.public)


def test_only_a_go_mints(key: SigningKey) -> None:
    for case in CASES.values():
        outcome = SHELF.decide(case.question).outcome
        if outcome is Outcome.GO:
            continue
        with pytest.raises(Denied, match=f"The decision is {outcome}"):
            _mint(key, case.question)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tool": "painter"}, "other_tool"),
        ({"purpose": "poster"}, "other_purpose"),
        ({"production": "day-train"}, "other_production"),
        ({"performer": "Clara"}, "other_performer"),
        ({"inputs": frozenset("abd")}, "other_inputs"),
    ],
)
def test_a_permit_covers_no_other_call(
    key: SigningKey, change: dict[str, object], code: str
) -> None:
    with pytest.raises(Denied) as denied:
        check(_mint(key), replace(CALL, **change), now=NOW, public=key.public)  # pyright: ignore[reportArgumentType]
    assert denied.value.code == code


def test_a_permit_neither_begins_early_nor_ends_late(key: SigningKey) -> None:
    permit = _mint(key)
    for at, code in (
        (permit.not_before - timedelta(microseconds=1), "not_yet"),
        (permit.expires, "expired"),
    ):
        with pytest.raises(Denied) as denied:
            check(permit, CALL, now=at, public=key.public)
        assert denied.value.code == code


@pytest.mark.parametrize(
    "change",
    [
        {"uses": 9999},
        {"expires": NOW + timedelta(days=300)},
        {"tool": "painter"},
        {"performer": "Clara"},
        {"inputs": frozenset("abcd")},
        {"signature": b""},
        {"signature": bytes(64)},
    ],
)
def test_a_permit_that_was_changed_is_forged(key: SigningKey, change: dict[str, object]) -> None:
    forged = replace(_mint(key), **change)  # pyright: ignore[reportArgumentType]
    with pytest.raises(Denied, match="not signed by this house"):
        check(forged, CALL, now=NOW, public=key.public)


def test_a_permit_of_another_house_is_forged(key: SigningKey, tmp_path: Path) -> None:
    with pytest.raises(Denied, match="not signed by this house"):
        check(_mint(key), CALL, now=NOW, public=open_key(tmp_path, "permits").public)


@pytest.mark.parametrize(("days", "uses"), [(1, 0), (1, 10_001), (0, 1), (8, 1)])
def test_a_permit_is_bounded(key: SigningKey, days: int, uses: int) -> None:
    with pytest.raises(Invalid):
        _mint(key, days=days, uses=uses)


def test_a_standing_permit_is_bound_to_its_class_of_input(key: SigningKey) -> None:
    call = replace(CALL, inputs=frozenset(), input_class="search query")
    check(_standing(key), call, now=NOW, public=key.public)
    with pytest.raises(Denied) as denied:
        check(_standing(key), replace(call, input_class="script"), now=NOW, public=key.public)
    assert denied.value.code == "other_input_class"


@pytest.mark.parametrize("touches", ["talent likeness", "personal data", "final deliverables"])
def test_no_standing_permit_for_what_touches_people_or_finals(
    key: SigningKey, touches: str
) -> None:
    approved = CASES[f"{touches} with an approval that covers them go"]
    assert SHELF.decide(approved.question).outcome is Outcome.GO
    with pytest.raises(Denied, match="never covers"):
        _standing(key, approved.question)
