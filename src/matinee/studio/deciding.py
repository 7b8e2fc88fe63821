"""What a person decided, laid over what the tagger found; and what the tagger learns from it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from matinee.studio.breakdown.corrections import Correction
from matinee.studio.breakdown.model import Category, Found, Method
from matinee.studio.model import Decision, Element, Told, Verdict, element_id

_UNTAUGHT = frozenset({Category.CAST, Category.LABOR, Category.WRANGLERS, Category.STUNTS})
"""Categories that no word decides: what is said of one of these holds for its scene alone."""

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


def lessons_of(decisions: Iterable[Decision]) -> tuple[Correction, ...]:
    """The votes in decisions; one that follows an older draft's is not counted again."""
    return tuple(
        vote
        for decision in decisions
        if decision.carried_from is None and (vote := _vote(decision.told)) is not None
    )


def _vote(told: Told) -> Correction | None:
    untaught = told.category in _UNTAUGHT or told.was_category in _UNTAUGHT
    if untaught or not told.head or told.method is Method.STRUCTURE:
        return None
    category = None if told.verdict is Verdict.REFUSE else told.category
    return Correction(told.head, category, told.name, told.method, told.was_category)
