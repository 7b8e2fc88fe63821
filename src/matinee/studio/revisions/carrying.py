"""Decisions carried from one draft to the next: to the scene, and to the words as they stand.

Nothing is lost: what has no scene any more rests with the new draft, and holds again in the draft
in which its scene returns.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from matinee.studio.model import Decision, Told
from matinee.studio.revisions.model import Revision
from matinee.studio.screenplay.model import Kind, Script, printed
from matinee.studio.screenplay.scenes import Scene

_READ = frozenset({Kind.ACTION, Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRIC})


def carried(
    decisions: Sequence[Decision],
    revision: Revision,
    script: Script,
    scenes: Sequence[Scene],
    draft: UUID,
    new_id: Callable[[], UUID],
) -> tuple[Decision, ...]:
    """The decisions of the old draft as those of the new one, in the same order.

    A scene that was split gives a decision to the part in which its words stand, else to the
    first; one that rested is looked for by its words in the whole script.
    """
    heirs: dict[int, list[int]] = {}
    for match in sorted(revision.matches, key=lambda match: not match.first):
        heirs.setdefault(match.old, []).append(match.new)
    made: list[Decision] = []
    for decision in decisions:
        if decision.resting:
            placed = _returned(decision.told, revision, script, scenes)
        else:
            candidates = heirs.get(decision.told.scene, [])
            placed = _placed(decision.told, candidates, script, scenes)
        made.append(
            Decision(
                id=new_id(),
                draft=draft,
                told=placed or decision.told,
                at=decision.at,
                by=decision.by,
                resting=placed is None,
                carried_from=decision.id,
            )
        )
    return tuple(made)


def _placed(
    told: Told, candidates: Sequence[int], script: Script, scenes: Sequence[Scene]
) -> Told | None:
    for place in candidates:
        there = _there(told, place, script, scenes)
        if there is not None:
            return there
    if not candidates:
        return None
    # The scene is there and the words are not: it holds for the scene, as something implied.
    first = scenes[candidates[0]]
    return replace(
        told, scene=candidates[0], paragraph=first.first, start=0, end=0, line=first.line,
        heading=first.heading,
    )  # fmt: skip


def _returned(
    told: Told, revision: Revision, script: Script, scenes: Sequence[Scene]
) -> Told | None:
    """Whether a scene that had been cut is back: a new one of its heading, with the words."""
    for place in revision.fresh:
        if scenes[place].heading.upper() == told.heading.upper():
            there = _there(told, place, script, scenes)
            if there is not None:
                return there
    return None


def _there(told: Told, place: int, script: Script, scenes: Sequence[Scene]) -> Told | None:
    spot = _spot(told, script, scenes[place])
    if spot is None:
        return None
    paragraph, start, end = spot
    line, heading = script.elements[paragraph].line, scenes[place].heading
    return replace(
        told, scene=place, paragraph=paragraph, start=start, end=end, line=line, heading=heading
    )


def _spot(told: Told, script: Script, scene: Scene) -> tuple[int, int, int] | None:
    """Where the element's words stand in a scene: its name now, or as it was called before."""
    for name in dict.fromkeys((told.name, told.was_name, told.head)):
        if not name:
            continue
        words = re.compile(rf"(?<!\w){re.escape(name)}(?:e?s)?(?!\w)", re.IGNORECASE)
        for place in range(scene.first + 1, scene.last):
            element = script.elements[place]
            if element.kind in _READ:
                found = words.search(printed(element.text))
                if found:
                    return place, found.start(), found.end()
    return None
