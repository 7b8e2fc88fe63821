"""One decision: the packs in force, evaluated together by Cedar; the worst outcome wins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import cedarpy
import msgspec

from matinee.clearance.guidance.decision import Decision, Finding, Outcome
from matinee.clearance.guidance.policies import Policy
from matinee.clearance.guidance.request import RequestDocument

_PERMIT = "permit(principal, action, resource);\n"
_NO_ENTITIES = cedarpy.Entities.from_json_str("[]")
_FAILURE = Finding(
    policy="evaluation",
    rule="R1",
    pack="matinee",
    outcome=Outcome.REFUSED,
    source="Matinee: a rule that cannot be evaluated refuses",
    advice="Report this to the operator: a rule could not be evaluated on this request.",
)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The policies of several packs, parsed once: ``rules`` stand in the order of their ids."""

    packs: tuple[str, ...]
    rules: tuple[tuple[str, Policy], ...]
    policies: cedarpy.PolicySet

    @classmethod
    def of(cls, packs: Iterable[tuple[str, tuple[Policy, ...]]]) -> "RuleBook":
        """Bind packs, each as its name with version and its policies."""
        bound = tuple(packs)
        rules = tuple((name, policy) for name, policies in bound for policy in policies)
        text = _PERMIT + "\n".join(policy.text for _, policy in rules)
        return cls(tuple(name for name, _ in bound), rules, cedarpy.PolicySet.from_str(text))


def decide(document: RequestDocument, book: RuleBook) -> Decision:
    """Judge a question by a book of rules. An error of evaluation refuses; silence permits."""
    context = _context(document)
    answer = cedarpy.is_authorized(
        {
            "principal": {"type": "Declarant", "id": "declarant"},
            "action": {"type": "Action", "id": document.stage},
            "resource": {"type": "Work", "id": "work"},
            "context": context,
        },
        book.policies,
        _NO_ENTITIES,
    )
    # The base permit is policy0, so the rule numbered n in the book is policy(n + 1).
    spoke = sorted(int(name.removeprefix("policy")) - 1 for name in answer.diagnostics.reasons)
    matched = [book.rules[number] for number in spoke if number >= 0]
    findings = [_finding(pack, policy) for pack, policy in matched]
    if answer.diagnostics.errors:
        findings.append(_FAILURE)
    needs = dict.fromkeys(need for _, policy in matched for need in policy.needs)
    return Decision(
        outcome=max((f.outcome for f in findings), key=lambda o: o.weight, default=Outcome.GO),
        findings=tuple(findings),
        found=tuple(sorted(_leaves(context["evidence"], "evidence."))),
        missing=tuple(need for need in needs if not _present(context, need)),
        next_steps=tuple(dict.fromkeys(finding.advice for finding in findings)),
        packs=book.packs,
    )


def _finding(pack: str, policy: Policy) -> Finding:
    return Finding(policy.id, policy.rule, pack, policy.outcome, policy.source, policy.advice)


def _context(document: RequestDocument) -> dict[str, Any]:
    context: dict[str, Any] = msgspec.to_builtins(
        {"at": document.at, "use": document.use, "evidence": document.evidence},
        builtin_types=(datetime,),
    )
    return _for_cedar(context)


def _for_cedar(value: Any) -> Any:
    """Drop what is absent and write instants and fractions as Cedar's extension values."""
    if isinstance(value, dict):
        return {key: _for_cedar(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, datetime):
        instant = value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if not instant.endswith("Z"):
            instant = instant[:-3] + instant[-2:]
        return {"__extn": {"fn": "datetime", "arg": instant}}
    if isinstance(value, float):
        return {"__extn": {"fn": "decimal", "arg": f"{value:.4f}"}}
    return value


def _present(context: dict[str, Any], path: str) -> bool:
    value: Any = context
    for word in path.split("."):
        if not isinstance(value, dict) or word not in value:
            return False
        value = value[word]
    return True


def _leaves(value: dict[str, Any], prefix: str) -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, dict) and "__extn" not in inner:
            yield from _leaves(inner, f"{prefix}{key}.")
        else:
            yield prefix + key
