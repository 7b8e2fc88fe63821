"""The tagger on 144 scenes that were written, and broken down by their writers, to be measured on.

``pages/`` holds three scripts of 48 scenes by three writers who had not seen the tagger. They are
far denser in things than pages mostly are: each noun was to come once. Their words of beasts and
vehicles went into the tagger's lists after they were first read. Each script is weighed by what
was learned of the others. That they count less there than scripts do (0.15 of one) is what made
them help: with full weight they helped the demo and one another, and harmed on scenes 1 to 19 of
Big Fish, which has things a third as often; a weight of each script's own did not mend that.
The rules by which stunts, groups and verbs that hide behind nouns are read were made on the demo
and on pages a and b; of page c the names of its stunts were seen, and not what the tagger missed.
What of props was missed and falsely found was then read on all three, and no word taken from it.
"""

import json
from collections.abc import Callable
from pathlib import Path

from benchmarks.outcome import Figure
from benchmarks.studio.breakdown_agreement import agreement, annotation, items_of
from benchmarks.studio.breakdown_lessons import Taught, taught_on_others
from matinee.studio.analysis import analyse
from matinee.studio.breakdown.model import Category
from matinee.studio.breakdown.tagger import Tagger

_FOLDER = Path(__file__).with_name("pages")
_TOLD = (
    Category.CAST,
    Category.PROPS,
    Category.VEHICLES,
    Category.ANIMALS,
    Category.STUNTS,
    Category.WARDROBE,
    None,
)

TaggerWithout = Callable[[str], Tagger]
"""A tagger that learned nothing of the script with that name."""


def pages() -> tuple[Path, ...]:
    """The breakdowns by hand, in the order of their names; each names its script."""
    return tuple(sorted(_FOLDER.glob("*.json")))


def taught_on_pages(tagger_without: TaggerWithout, *, draws: int) -> list[Taught]:
    """What corrections on some scenes of each script change on its others."""
    told: list[Taught] = []
    for file in pages():
        record = json.loads(file.read_text(encoding="utf-8"))
        script = file.with_name(record["script"])
        analysis = analyse(script.read_bytes(), name=script.name)
        items, duties = annotation(record)
        tagger = tagger_without(script.name)
        told += taught_on_others(analysis, tagger, items, sorted(duties, key=int), draws=draws)
    return told


def on_pages(tagger_without: TaggerWithout) -> dict[str, Figure]:
    """The tagger's F1 by script, for the categories with goals, clothes, and over all."""
    figures: dict[str, Figure] = {}
    for file in pages():
        record = json.loads(file.read_text(encoding="utf-8"))
        script = file.with_name(record["script"])
        analysis = analyse(script.read_bytes(), name=script.name)
        broken_down = tagger_without(script.name).breakdown(analysis.script, analysis.structure)
        found = items_of(broken_down, analysis.structure)
        told = agreement(found, annotation(record)[0])
        for category in _TOLD:
            name = category.key if category else "all"
            figures[f"{file.stem}_{name}_f1"] = round(told[category].f1, 3)
    return figures
