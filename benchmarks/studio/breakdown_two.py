"""Pages that two people broke down apart: how far they agree, and the tagger with each of them.

Files of the form of the demo's gold in ``annotations/``; those of one ``script`` (a file of the
shared ``screenplays/samples``) are compared, over the scenes that both annotated. What the tagger
gets wrong was looked at in scenes 1 to 19 of Big Fish only; the others are held out, and reported
by themselves as well.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from benchmarks.material import shared
from benchmarks.outcome import Figure
from benchmarks.studio.breakdown_agreement import (
    Annotation,
    Item,
    agreement,
    annotation,
    items_of,
)
from matinee.studio.analysis import analyse
from matinee.studio.breakdown.tagger import Tagger

HELD_OUT_FROM = {"Big-Fish.fountain": 20}
"""The first scene of each script whose errors nobody looked at while the tagger was made."""
_FOLDER = Path(__file__).with_name("annotations")


def annotations() -> tuple[Path, ...]:
    """The files, in the order of their names."""
    return tuple(sorted(_FOLDER.glob("*.json")))


def two_annotators(tagger: Tagger) -> dict[str, Figure]:
    """Agreement (F1 of one against the other) by category, the tagger's F1, and their ratio."""
    by_script: defaultdict[str, list[Annotation]] = defaultdict(list)
    for path in annotations():
        record = json.loads(path.read_text(encoding="utf-8"))
        by_script[record["script"]].append(annotation(record))
    pairs = {script: told for script, told in by_script.items() if len(told) > 1}
    if not pairs:
        return {"two_annotators": "not known: no script was annotated twice yet"}
    figures: dict[str, Figure] = {}
    for script, told in pairs.items():
        name = Path(script).stem.lower().replace("-", "_")
        path = shared("screenplays") / "samples" / script
        analysis = analyse(path.read_bytes(), name=script)
        found = items_of(tagger.breakdown(analysis.script, analysis.structure), analysis.structure)
        for first, second in combinations(told, 2):
            figures |= _compared(name, first, second, found)
            begin = HELD_OUT_FROM.get(script)
            if begin is not None:
                held = _from(begin, first), _from(begin, second)
                figures |= _compared(f"{name}_heldout", *held, found)
    return figures


def held_out(script: str) -> list[tuple[list[Item], list[str]]]:
    """By each annotator, the elements and the scenes of a script that nobody looked at."""
    records = (json.loads(path.read_text(encoding="utf-8")) for path in annotations())
    told = (
        _from(HELD_OUT_FROM[script], annotation(record))
        for record in records
        if record["script"] == script
    )
    return [(list(items), sorted(duties, key=int)) for items, duties in told]


def _from(begin: int, told: Annotation) -> Annotation:
    """The annotated scenes from one on."""
    items, duties = told
    return (
        tuple(item for item in items if int(item.scene) >= begin),
        {scene: marks for scene, marks in duties.items() if int(scene) >= begin},
    )


def _compared(
    name: str, first: Annotation, second: Annotation, found: Sequence[Item]
) -> dict[str, Figure]:
    scenes = first[1].keys() & second[1].keys()
    one, other, ours = (
        [item for item in items if item.scene in scenes] for items in (first[0], second[0], found)
    )
    between = agreement(one, other)
    with_each = (agreement(ours, one), agreement(ours, other))
    figures: dict[str, Figure] = {f"{name}_scenes": len(scenes)}
    for category, told in between.items():
        key = f"{name}_{category.key if category else 'all'}"
        tagger = sum(each[category].f1 for each in with_each if category in each) / 2
        figures[f"{key}_agreement"] = round(told.f1, 3)
        figures[f"{key}_tagger_f1"] = round(tagger, 3)
        figures[f"{key}_ratio"] = round(tagger / told.f1, 3) if told.f1 else "nobody agrees"
    return figures
