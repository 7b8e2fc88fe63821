"""What a person decided, laid over what the tagger found; and what the tagger learns from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from matinee.studio.breakdown.model import Category, Correction, Found, Method
from matinee.studio.model import Decision, Element, Told, Verdict, element_id

_OF_NO_WORD = frozenset({Category.LABOR, Category.WRANGLERS, Category.STUNTS})
"""Categories that no word decides: what is put there holds for its scene alone. Whether what was
suggested of one was right is learned all the same."""

Key = tuple[int, Category, str]


def decided(
    draft: UUID, found: Iterable[Found], decisions: Sequence[Decision]
) -> tuple[Element, ...]:
    """The elements of a draft: decisions in the order in which they were made, over ``found``.

    What a person accepted, changed or added stands whether the tagger finds it or not; what a
    person refused stays away until a person adds it.
    """
    return after(draft, [Element(element_id(draft, one), one) for one in found], decisions)


def after(
    draft: UUID, elements: Iterable[Element], decisions: Sequence[Decision]
) -> tuple[Element, ...]:
    """Elements as they stand after some more decisions."""
    standing: dict[Key, tuple[Found, bool]] = {}
    for each in elements:
        one = each.found
        standing.setdefault(_key(one.scene, one.category, one.name), (one, each.decided))
    for decision in decisions:
        if not decision.resting:
            _apply(standing, decision.told)
    made = (
        Element(element_id(draft, one), one, by_a_person) for one, by_a_person in standing.values()
    )
    return tuple(sorted(made, key=lambda element: _order(element.found)))


def _key(scene: int, category: Category, name: str) -> Key:
    return scene, category, name.lower()


def _order(one: Found) -> tuple[int, int, int, int, str]:
    return one.scene, one.category.ucid, one.implied, one.element, one.name.lower()


def _apply(standing: dict[Key, tuple[Found, bool]], told: Told) -> None:
    before: Found | None = None
    if told.was_category is not None:
        key = _key(told.scene, told.was_category, told.was_name)
        before, _ = standing.pop(key, (None, False))
    if told.verdict is not Verdict.REFUSE:
        standing[_key(told.scene, told.category, told.name)] = (_as_told(told, before), True)


def _as_told(told: Told, before: Found | None) -> Found:
    same = before is not None and before.category is told.category
    return Found(
        scene=told.scene,
        category=told.category,
        name=told.name,
        element=told.paragraph,
        start=told.start,
        end=told.end,
        line=told.line,
        implied=told.end == 0,
        confidence=1.0,
        why=before.why if before is not None and same else "a person said so",
        method=before.method if before is not None and same else Method.CORRECTION,
        head=told.head,
    )


def lessons_of(decisions: Iterable[Decision], draft: UUID) -> tuple[Correction, ...]:
    """The votes in a production's decisions, for one of its drafts; each counts once.

    What was said of this draft, or carried to it, is known with its scene; what was said of
    another one's pages holds for the word alone.
    """
    by_id = {decision.id: decision for decision in decisions}
    here = [one for one in by_id.values() if one.draft == draft]
    followed = {older.id for one in here for older in _older(one, by_id)}
    elsewhere = [
        one
        for one in by_id.values()
        if one.draft != draft and one.carried_from is None and one.id not in followed
    ]
    votes = [
        *(_vote(one.told, None if one.resting else one.told.scene) for one in here),
        *(_vote(one.told, None) for one in elsewhere),
    ]
    return tuple(vote for vote in votes if vote is not None)


def _older(decision: Decision, by_id: Mapping[UUID, Decision]) -> Iterator[Decision]:
    """The decisions of older drafts that this one follows, the last first."""
    while decision.carried_from is not None and decision.carried_from in by_id:
        decision = by_id[decision.carried_from]
        yield decision


def _vote(told: Told, scene: int | None) -> Correction | None:
    put_there = told.was_category is not told.category and told.category in _OF_NO_WORD
    untaught = put_there or Category.CAST in {told.category, told.was_category}
    if untaught or not told.head or told.method is Method.STRUCTURE:
        return None
    category = None if told.verdict is Verdict.REFUSE else told.category
    return Correction(told.head, category, told.name, told.method, told.was_category, scene)


def told_of(
    element: Element,
    verdict: Verdict,
    category: Category | None,
    name: str,
    headings: dict[int, str],
) -> Told:
    """What is said of an element by a verdict; ``headings`` are the draft's by scene."""
    one = element.found
    said = Told(
        verdict,
        one.scene,
        one.category,
        one.name,
        was_category=one.category,
        was_name=one.name,
        head=one.head,
        method=one.method,
        paragraph=one.element,
        start=one.start,
        end=one.end,
        line=one.line,
        heading=headings.get(one.scene, ""),
    )
    if verdict is not Verdict.CHANGE:
        return said
    return replace(said, category=category or one.category, name=name or one.name)


def head_of(name: str) -> str:
    """The word that a tagger would know a thing by: in small letters, the last in the singular."""
    words = name.lower().split()
    last = words[-1]
    if len(last) > 3 and last.endswith("s") and not last.endswith("ss"):
        last = last.removesuffix("s")
    return " ".join([*words[:-1], last])
