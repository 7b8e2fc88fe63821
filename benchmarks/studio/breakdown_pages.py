"""The tagger on 144 scenes that were written, and broken down by their writers, to be measured on.

``pages/`` holds three scripts of 48 scenes by three writers who had not seen the tagger. They are
far denser in things than pages mostly are: each noun was to come once. Their words of beasts and
vehicles went into the tagger's lists after they were first read; its weights learned nothing of
them. To learn from each of the other scripts too was tried twice. With the scores of things alone
(one script left out at a time) it helped the demo and the pages (F1 over props, dressing and
clothes by .03 to .06), and harmed on scenes 1 to 19 of Big Fish (.77 to .71), which has things a
third as often; a weight of each script's own beside the shared ones did not mend that. The rules
by which stunts, groups and verbs that hide behind nouns are read were made on the demo and on pages
a and b; of page c the names of its stunts were seen, and not what the tagger missed.
"""

import json
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


def pages() -> tuple[Path, ...]:
    """The breakdowns by hand, in the order of their names; each names its script."""
    return tuple(sorted(_FOLDER.glob("*.json")))


def taught_on_pages(tagger: Tagger, *, draws: int) -> list[Taught]:
    """What corrections on some scenes of each script change on its others."""
    told: list[Taught] = []
    for file in pages():
        record = json.loads(file.read_text(encoding="utf-8"))
        script = file.with_name(record["script"])
        analysis = analyse(script.read_bytes(), name=script.name)
        items, duties = annotation(record)
        told += taught_on_others(analysis, tagger, items, sorted(duties, key=int), draws=draws)
    return told


def on_pages(tagger: Tagger) -> dict[str, Figure]:
    """The tagger's F1 by script, for the categories with goals, clothes, and over all."""
    figures: dict[str, Figure] = {}
    for file in pages():
        record = json.loads(file.read_text(encoding="utf-8"))
        script = file.with_name(record["script"])
        analysis = analyse(script.read_bytes(), name=script.name)
        found = items_of(tagger.breakdown(analysis.script, analysis.structure), analysis.structure)
        told = agreement(found, annotation(record)[0])
        for category in _TOLD:
            name = category.key if category else "all"
            figures[f"{file.stem}_{name}_f1"] = round(told[category].f1, 3)
    return figures
