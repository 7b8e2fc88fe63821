"""``guidance-packs``: how many cases the rule packs carry, and whether each policy is needed.

Every pack is judged by its own cases; then each policy is taken out in turn, and a case has to
notice. A policy whose absence no case notices survives; none may.
"""

from benchmarks.outcome import Figure, Outcome
from matinee.clearance.guidance.cases import failures
from matinee.clearance.guidance.decide import RuleBook, decide
from matinee.clearance.guidance.decision import Outcome as Verdict
from matinee.clearance.guidance.packs import Pack, load_packs
from matinee.clearance.guidance.policies import Policy

_RULES = 24


def run(quick: bool) -> Outcome:
    """Count, judge and take away; quick leaves out all but every fourth policy."""
    packs = load_packs().packs
    figures: dict[str, Figure] = {
        "packs": len(packs),
        "policies": sum(len(pack.policies) for pack in packs),
        "cases": sum(len(pack.cases) for pack in packs),
        "cases_failed": sum(len(_failures(pack, pack.policies)) for pack in packs),
    }
    cases = [case for pack in packs for case in pack.cases]
    for verdict in Verdict:
        figures[f"cases_{verdict.value}"] = sum(case.outcome is verdict for case in cases)
    shown = {rule for case in cases if case.missing for rule in case.rules}
    needed = {policy.rule for pack in packs for policy in pack.policies if policy.needs}
    figures["rules"] = len({policy.rule for pack in packs for policy in pack.policies})
    figures["rules_expected"] = _RULES
    figures["rules_that_need_evidence"] = len(needed)
    figures["of_them_with_a_case_without_it"] = len(needed & shown)
    step = 4 if quick else 1
    removed = [(pack, policy) for pack in packs for policy in pack.policies[::step]]
    noticed = [len(_failures(pack, _without(pack, policy))) for pack, policy in removed]
    figures["policies_removed"] = len(removed)
    figures["removals_noticed"] = sum(count > 0 for count in noticed)
    figures["fewest_cases_that_noticed"] = min(noticed)
    for pack in packs:
        figures[f"{pack.id.replace('-', '_')}_policies"] = len(pack.policies)
        figures[f"{pack.id.replace('-', '_')}_cases"] = len(pack.cases)
    return Outcome(figures)


def _without(pack: Pack, gone: Policy) -> tuple[Policy, ...]:
    return tuple(policy for policy in pack.policies if policy is not gone)


def _failures(pack: Pack, policies: tuple[Policy, ...]) -> list[str]:
    book, silent = RuleBook.of([(pack.name, policies)]), RuleBook.of([])
    return failures(
        pack.cases,
        lambda question: decide(question, book if pack.in_force(question.at) else silent),
    )
