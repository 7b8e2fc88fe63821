"""A pack's Cedar policies: parsed, held to the house's form, and validated against the schema.

Cedar skips a policy whose evaluation errs, so a careless ``forbid`` fails open. Hence the form:
every policy is a ``forbid`` with ``@id``, ``@rule``, ``@outcome``, ``@source``, ``@advice`` and
``@needs``, and the decision treats any evaluation error as a refusal.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cedarpy

from matinee.clearance.guidance.decision import Outcome
from matinee.errors import Invalid

SCHEMA = Path(__file__).with_name("schema.cedarschema")
_ANNOTATIONS = ("id", "rule", "outcome", "source", "advice", "needs")
_RULE = re.compile(r"(R([1-9]|1\d|2[0-4])|[A-Z][A-Z0-9-]{1,30})")


@dataclass(frozen=True, slots=True)
class Policy:
    """One rule's ``forbid`` as text, with what its annotations say."""

    id: str
    rule: str
    outcome: Outcome
    source: str
    advice: str
    needs: tuple[str, ...]
    text: str


@cache
def schema() -> cedarpy.Schema:
    """The schema of every question, parsed once."""
    return cedarpy.Schema.from_str(SCHEMA.read_text(encoding="utf-8"))


def read_policies(text: str, *, origin: str) -> tuple[Policy, ...]:
    """Read a pack's policies; what breaks the form is :class:`Invalid` and names the policy."""
    try:
        parsed: dict[str, Any] = json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"]
    except ValueError as problem:
        raise _broken(origin, f"it does not parse: {problem}") from problem
    verdict = cedarpy.validate_policies(text, schema())
    if not verdict.validation_passed:
        raise _broken(origin, "; ".join(error.error for error in verdict.errors))
    numbered = sorted(parsed.items(), key=lambda item: int(item[0].removeprefix("policy")))
    texts = _texts(text, len(numbered), origin)
    policies = tuple(
        _policy(body, source_text, origin)
        for (_, body), source_text in zip(numbered, texts, strict=True)
    )
    identifiers = [policy.id for policy in policies]
    twice = {name for name in identifiers if identifiers.count(name) > 1}
    if twice:
        raise _broken(origin, f"the id {min(twice)} stands twice")
    return policies


def _policy(body: dict[str, Any], text: str, origin: str) -> Policy:
    notes: dict[str, str] = body.get("annotations") or {}
    name = notes.get("id") or "without @id"
    for annotation in _ANNOTATIONS:
        if not notes.get(annotation) and not (annotation == "needs" and "needs" in notes):
            raise _broken(origin, f"policy {name} has no @{annotation}")
    if body["effect"] != "forbid":
        raise _broken(origin, f"policy {name} permits; a rule may only forbid")
    if not _RULE.fullmatch(notes["rule"]):
        raise _broken(origin, f"policy {name} names the rule {notes['rule']!r}")
    if notes["outcome"] not in {Outcome.REVIEW, Outcome.REFUSED}:
        raise _broken(origin, f"policy {name} has the outcome {notes['outcome']!r}")
    return Policy(
        id=notes["id"],
        rule=notes["rule"],
        outcome=Outcome(notes["outcome"]),
        source=notes["source"],
        advice=notes["advice"],
        needs=tuple(need for need in notes["needs"].replace(",", " ").split() if need),
        text=text,
    )


def _texts(text: str, count: int, origin: str) -> list[str]:
    """The source of each policy; policies stand apart by a line that begins with ``@id``."""
    starts = [match.start() for match in re.finditer(r"^@id\(", text, flags=re.MULTILINE)]
    if len(starts) != count:
        raise _broken(origin, f"{count} policies, but {len(starts)} lines that begin with @id(")
    ends = [*starts[1:], len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _broken(origin: str, why: str) -> Invalid:
    return Invalid(
        f"The rule pack {origin} does not load: {why}.",
        remedy="Mend its policies; no rule of it is in force until then.",
        field=origin,
    )
