"""A pack's own cases: a question, and the outcome, rules and missing evidence that must come of it.

A case names a document of its file and changes it by a merge patch (RFC 7396), so that it shows
only what it is about.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from matinee.clearance.guidance.decision import Decision, Outcome
from matinee.clearance.guidance.request import RequestDocument, read_request
from matinee.errors import Invalid


class _WrittenCase(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    document: str
    outcome: Outcome
    rules: list[str] = []
    missing: list[str] = []
    patch: dict[str, Any] = {}


class _CaseFile(msgspec.Struct, forbid_unknown_fields=True):
    documents: dict[str, dict[str, Any]]
    cases: list[_WrittenCase]


class Case(msgspec.Struct, frozen=True):
    """One question with the answer that it must get."""

    name: str
    question: RequestDocument
    outcome: Outcome
    rules: tuple[str, ...]
    missing: tuple[str, ...]


def read_cases(raw: bytes, *, origin: str) -> tuple[Case, ...]:
    """Read a file of cases; what cannot be read is :class:`Invalid` and names the case."""
    try:
        written = msgspec.json.decode(raw, type=_CaseFile)
    except msgspec.DecodeError as problem:
        raise Invalid(
            f"The cases of {origin} cannot be read: {problem}.", remedy="Mend cases.json."
        ) from problem
    return tuple(_case(case, written.documents, origin) for case in written.cases)


def _case(written: _WrittenCase, documents: dict[str, dict[str, Any]], origin: str) -> Case:
    if written.document not in documents:
        raise Invalid(
            f"Case {written.name!r} of {origin} names no document of its file.",
            remedy=f"Use one of {', '.join(documents)}.",
            field="document",
        )
    merged = merge_patch(documents[written.document], written.patch)
    question = read_request(msgspec.json.encode(merged))
    rules, missing = tuple(sorted(written.rules)), tuple(sorted(written.missing))
    return Case(written.name, question, written.outcome, rules, missing)


def merge_patch(target: Any, patch: Any) -> Any:
    """RFC 7396: null removes, an object merges, anything else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged: dict[str, Any] = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged


def failures(cases: Sequence[Case], judge: Callable[[RequestDocument], Decision]) -> list[str]:
    """Judge every case and describe those that got another answer."""
    wrong: list[str] = []
    for case in cases:
        decision = judge(case.question)
        got = (decision.outcome, tuple(sorted(decision.rules)), tuple(sorted(decision.missing)))
        if got != (case.outcome, case.rules, case.missing):
            expected = f"{case.outcome} by {case.rules} missing {case.missing}"
            wrong.append(f"{case.name}: expected {expected}, got {got[0]} by {got[1:]}")
    return wrong
