"""The packs hold their own cases, and every rule of them is needed by a case."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from matinee.clearance.guidance.cases import failures
from matinee.clearance.guidance.decide import RuleBook, decide
from matinee.clearance.guidance.packs import BUILT_IN, Pack, load_pack, load_packs
from matinee.clearance.guidance.policies import SCHEMA, Policy
from matinee.clearance.guidance.request import Evidence, Use
from matinee.errors import Invalid

PACKS = load_packs().packs


def _judged_by(pack: Pack, policies: tuple[Policy, ...]) -> list[str]:
    book = RuleBook.of([(pack.name, policies)])
    silent = RuleBook.of([])
    return failures(
        pack.cases,
        lambda question: decide(question, book if pack.in_force(question.at) else silent),
    )


def test_the_packs_carry_at_least_250_cases_and_all_hold() -> None:
    assert sum(len(pack.cases) for pack in PACKS) >= 250
    assert [_judged_by(pack, pack.policies) for pack in PACKS] == [[] for _ in PACKS]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_with_any_policy_removed_a_case_fails(pack: Pack) -> None:
    survivors = [
        policy.id
        for policy in pack.policies
        if not _judged_by(pack, tuple(other for other in pack.policies if other != policy))
    ]
    assert survivors == []


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_each_rule_has_a_case_that_leaves_its_evidence_out(pack: Pack) -> None:
    needed = {policy.rule for policy in pack.policies if policy.needs}
    shown = {rule for case in pack.cases if case.missing for rule in case.rules}
    assert needed <= shown


def test_every_rule_of_the_guidance_is_in_a_pack() -> None:
    rules = {policy.rule for pack in PACKS for policy in pack.policies}
    assert rules == {f"R{number}" for number in range(1, 25)}


def test_a_rule_has_the_outcome_that_the_guidance_gives_it() -> None:
    reviewed = {"R2", "R3", "R4", "R5", "R6", "R7", "R14", "R20", "R22", "R23"}
    for pack in PACKS:
        for policy in pack.policies:
            expected = "review" if policy.rule in reviewed else "refused"
            assert (policy.id, policy.outcome) == (policy.id, expected)


def test_the_schema_knows_every_field_of_a_question() -> None:
    text = SCHEMA.read_text(encoding="utf-8")
    for struct in (Use, Evidence, *Evidence.__annotations__.values()):
        for word in getattr(struct, "__struct_fields__", ()):
            assert re.search(rf"\b{word}\??:", text), word


def _company_pack(folder: Path, policies: str, cases: str) -> Path:
    pack = folder / "house-style"
    pack.mkdir()
    (pack / "pack.toml").write_text(
        'id = "house-style"\nversion = "1"\ntitle = "House style"\nsince = 2026-01-01\n'
    )
    (pack / "policies.cedar").write_text(policies)
    (pack / "cases.json").write_text(cases)
    return folder


POLICY = """@id("HOUSE-1")
@rule("HOUSE-1")
@outcome("review")
@source("House style, page 3")
@advice("Ask the head of design.")
@needs("")
forbid(principal, action, resource) when { context.use.kind == "promotion" };
"""
NO_CASES = '{"documents": {}, "cases": []}'


def test_a_company_adds_its_own_pack(tmp_path: Path) -> None:
    shelf = load_packs(_company_pack(tmp_path, POLICY, NO_CASES))
    assert shelf.refused == ()
    promotion = next(case for case in _streamer().cases if "promotion" in case.name).question
    decision = shelf.decide(promotion)
    assert "HOUSE-1" in decision.rules
    assert "Ask the head of design." in decision.next_steps


@pytest.mark.parametrize(
    ("policies", "cases", "why"),
    [
        (POLICY + "forbid(", NO_CASES, "does not parse"),
        (POLICY.replace("@advice", "@hint"), NO_CASES, "no @advice"),
        (POLICY.replace("forbid(", "permit("), NO_CASES, "may only forbid"),
        (POLICY.replace("review", "maybe"), NO_CASES, "outcome 'maybe'"),
        (POLICY.replace("use.kind", "use.colour"), NO_CASES, "colour"),
        (POLICY.replace("context.use.kind", "context.evidence.tool.secured"), NO_CASES, "safety"),
        (POLICY, '{"cases": []}', "missing required field `documents`"),
        (POLICY + POLICY, NO_CASES, "stands twice"),
    ],
)
def test_a_pack_that_breaks_the_form_does_not_load(
    tmp_path: Path, policies: str, cases: str, why: str
) -> None:
    shelf = load_packs(_company_pack(tmp_path, policies, cases))
    assert [refused.folder for refused in shelf.refused] == ["house-style"]
    assert why in shelf.refused[0].reason
    assert len(shelf.packs) == len(PACKS)


def test_a_pack_whose_cases_fail_does_not_load(tmp_path: Path) -> None:
    written = (BUILT_IN / "california" / "cases.json").read_text(encoding="utf-8")
    folder = _company_pack(tmp_path, POLICY, written)
    with pytest.raises(Invalid, match="of its cases fail"):
        load_pack(folder / "house-style")


def _streamer() -> Pack:
    return next(pack for pack in PACKS if pack.id == "streamer-2025")


def test_the_worst_outcome_of_all_packs_in_force_decides() -> None:
    cases = {case.name: case.question for case in _pack("sag-aftra-2026").cases}
    replica = cases["a strike that begins between permit and use refuses the use"]
    decision = load_packs().decide(replica)
    assert decision.outcome == "refused"
    assert {name.partition("@")[0] for name in decision.packs} == {
        "streamer-2025", "sag-aftra-2026", "california", "eu-ai-act-50",
    }  # fmt: skip


def _pack(name: str) -> Pack:
    return next(pack for pack in PACKS if pack.id == name)


def test_a_rule_that_cannot_be_evaluated_refuses() -> None:
    question = next(case for case in _streamer().cases if case.outcome == "go").question
    careless = replace(
        _streamer().policies[0],
        text="forbid(principal, action, resource) when { context.evidence.consent.separate };",
    )
    decision = decide(question, RuleBook.of([("careless", (careless,))]))
    assert decision.outcome == "refused"


def test_a_decision_names_what_it_found_and_what_to_bring() -> None:
    case = next(case for case in _streamer().cases if case.name.startswith("P2 not answered"))
    decision = load_packs().decide(case.question)
    assert "use.principles.P2" in decision.missing
    assert "evidence.declaration.declared_by" in decision.found
    assert any("Answer P2" in step for step in decision.next_steps)
