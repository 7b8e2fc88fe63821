"""100 random edits of a script: are the scenes matched rightly, and is any correction lost?

Each edit moves, renames, splits, merges or rewrites scenes of the demo's screenplay or of Big Fish
whose truth is known, since the program made it. Every scene carries corrections on words of its
page before the edit; each must stand in the right scene afterwards.
"""

import random
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from benchmarks.material import PROJECT, sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from matinee.studio.breakdown.model import Category
from matinee.studio.model import Decision, Told, Verdict
from matinee.studio.revisions.carrying import carried
from matinee.studio.revisions.matching import matched, texts_of
from matinee.studio.revisions.model import Revision
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import Element, Kind, Script, printed
from matinee.studio.screenplay.scenes import Scene, scenes_of

_EDITS = ("moved", "renamed", "split", "merged", "rewritten")
_AT = datetime(2026, 1, 1, tzinfo=UTC)
_DRAFT = UUID(int=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A scene of an edited script: its paragraphs, each with the old scene that it came from."""

    heading: Element
    body: tuple[tuple[int, Element], ...]
    of: frozenset[int]


def run(quick: bool) -> Outcome:
    """``quick``: 20 edits."""
    low = PROJECT / "src" / "matinee" / "demo" / "screenplay" / "low_water.fountain"
    fish = shared("screenplays") / "samples" / "Big-Fish.fountain"
    scripts = [read_fountain(path.read_text(encoding="utf-8")) for path in (low, fish)]
    counts: Counter[str] = Counter()
    seconds = 0.0
    edits = 20 if quick else 100
    for number in range(edits):
        script = scripts[number % 2]
        seconds += _edit(script, random.Random(number), _EDITS[number % 5], counts)
    figures: dict[str, Figure] = {
        "edits": edits,
        "scenes_compared": counts["scenes"],
        "scenes_matched_rightly": counts["right"],
        "scenes_matched_rightly_share": round(counts["right"] / counts["scenes"], 5),
        "edited_scenes": counts["edited"],
        "edited_scenes_matched_rightly": counts["edited_right"],
        "fates_named": f"{counts['named']} of {counts['to_name']}",
        "corrections": counts["corrections"],
        "corrections_lost": counts["lost"],
        "corrections_in_another_scene": counts["elsewhere"],
        "corrections_whose_words_were_cut": counts["without_words"],
        "seconds_an_edit": round(seconds / edits, 3),
    }
    for kind in _EDITS:
        figures[f"{kind}_wrong"] = counts[f"{kind} wrong"]
    return Outcome(figures, {}, sha256_of(low, fish))


def _edit(script: Script, chance: random.Random, kind: str, counts: Counter[str]) -> float:
    scenes = scenes_of(script)
    parts, touched = _edited(_parts(script, scenes), chance, kind)
    new = _script(parts)
    new_scenes = scenes_of(new)
    decisions = [d for place, scene in enumerate(scenes) for d in _decisions(script, scene, place)]
    started = time.process_time()
    revision = matched(texts_of(script, scenes), texts_of(new, new_scenes))
    follow = carried(decisions, revision, new, new_scenes, uuid4(), uuid4)
    taken = time.process_time() - started
    _count_matches(revision, parts, touched, kind, counts)
    counts["corrections"] += len(decisions)
    counts["lost"] += len(decisions) - len(follow)
    for decision, after in zip(decisions, follow, strict=True):
        counts["lost"] += after.resting
        home = parts[after.told.scene].of if not after.resting else frozenset[int]()
        counts["elsewhere"] += not after.resting and decision.told.scene not in home
        counts["without_words"] += after.told.end == 0
    return taken


def _parts(script: Script, scenes: tuple[Scene, ...]) -> list[Part]:
    return [
        Part(
            script.elements[scene.first],
            tuple((place, each) for each in script.elements[scene.first + 1 : scene.last]),
            frozenset({place}),
        )
        for place, scene in enumerate(scenes)
    ]


def _edited(
    parts: list[Part], chance: random.Random, kind: str
) -> tuple[list[Part], frozenset[int]]:
    """The parts after an edit of three to eight scenes, and the old scenes that it touched."""
    touched: set[int] = set()
    for _ in range(chance.randint(3, 8)):
        place = chance.randrange(1, len(parts) - 1)
        part = parts[place]
        if touched & part.of or not part.body:
            continue
        match kind:
            case "moved":
                parts.insert(chance.randrange(len(parts)), parts.pop(place))
            case "renamed":
                parts[place] = replace(part, heading=_renamed(part.heading, chance))
            case "split":
                cut = _middle(part)
                if cut is None:
                    continue
                rest = Part(_renamed(part.heading, chance), part.body[cut:], part.of)
                parts[place : place + 1] = [replace(part, body=part.body[:cut]), rest]
            case "merged":
                after = parts[place + 1]
                if touched & after.of:
                    continue
                touched |= after.of
                both = Part(part.heading, (*part.body, *after.body), part.of | after.of)
                parts[place : place + 2] = [both]
            case _:
                parts[place] = replace(part, body=_rewritten(part, chance))
        touched |= part.of
    return parts, frozenset(touched)


def _renamed(heading: Element, chance: random.Random) -> Element:
    side = chance.choice(("INT.", "EXT."))
    place = chance.choice(("CELLAR", "TERRACE", "CORRIDOR", "WORKSHOP", "FIELD", "BAKERY"))
    time_of_day = chance.choice(("DAY", "NIGHT"))
    return heading._replace(text=f"{side} {place} - {time_of_day}", number=None, forced=False)


def _middle(part: Part) -> int | None:
    """A place in the middle third where action begins, so that no speech is cut."""
    third = len(part.body) // 3
    for cut in range(max(1, third), len(part.body) - max(1, third) + 1):
        if cut < len(part.body) and part.body[cut][1].kind is Kind.ACTION:
            return cut
    return None


def _rewritten(part: Part, chance: random.Random) -> tuple[tuple[int, Element], ...]:
    """A third of the words of action and dialogue changed, and a paragraph added."""
    changed: list[tuple[int, Element]] = []
    for place, element in part.body:
        text = element.text
        if element.kind in {Kind.ACTION, Kind.DIALOGUE}:
            words = text.split(" ")
            for at in range(len(words)):
                if chance.random() < 1 / 3:
                    words[at] = chance.choice(_OTHER_WORDS)
            text = " ".join(words)
        changed.append((place, element._replace(text=text)))
    added = part.body[0][1]._replace(
        kind=Kind.ACTION, text="Something else happens here, and nobody saw it coming.", blank=1
    )
    return (*changed, (part.body[0][0], added))


_OTHER_WORDS = ("again", "softly", "north", "the", "into", "which", "river", "nothing", "turns",
                "old", "window", "says", "quick", "three", "blue", "before")  # fmt: skip


def _script(parts: list[Part]) -> Script:
    elements = tuple(
        element for part in parts for element in (part.heading, *(each for _, each in part.body))
    )
    placed = tuple(e._replace(line=place + 1) for place, e in enumerate(elements))
    return Script("fountain", (), placed)


def _decisions(script: Script, scene: Scene, place: int) -> list[Decision]:
    """Three corrections on the longest words of a scene's action."""
    words = [
        (len(raw), raw.strip(".,;:!?\"'()-—"), at)
        for at in range(scene.first + 1, scene.last)
        if script.elements[at].kind is Kind.ACTION
        for raw in printed(script.elements[at].text).split()
    ]
    longest = sorted({(n, w, at) for n, w, at in words if w.isalpha()}, reverse=True)[:3]
    return [
        Decision(
            uuid4(), _DRAFT,
            Told(Verdict.CHANGE, place, Category.PROPS, word, Category.DRESSING, word,
                 head=word.lower(), paragraph=at, end=len(word), heading=scene.heading),
            _AT, "benchmark",
        )
        for _, word, at in longest
    ]  # fmt: skip


def _count_matches(
    revision: Revision,
    parts: list[Part],
    touched: frozenset[int],
    kind: str,
    counts: Counter[str],
) -> None:
    """A new scene is matched rightly where its matches are the old scenes that it came from."""
    found: dict[int, set[int]] = {}
    fates: dict[int, set[str]] = {}
    for match in revision.matches:
        found.setdefault(match.new, set()).add(match.old)
        fates.setdefault(match.old, set()).update(fate.value for fate in match.fates)
    for place, part in enumerate(parts):
        right = found.get(place, set()) == set(part.of)
        counts["scenes"] += 1
        counts["right"] += right
        if touched & part.of:
            counts["edited"] += 1
            counts["edited_right"] += right
            counts[f"{kind} wrong"] += not right
    for old in touched:
        counts["to_name"] += 1
        counts["named"] += kind in fates.get(old, set())
