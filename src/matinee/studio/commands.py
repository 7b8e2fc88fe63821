"""``matinee script``: what a screenplay holds, read from a file."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from matinee.errors import Invalid
from matinee.foundation.redaction import printable
from matinee.studio.analysis import Analysis
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.category_map import categories_page, category_map
from matinee.studio.screenplay.ocr import PictureReader
from matinee.studio.screenplay.pagination import written
from matinee.studio.screenplay.reading import read_script
from matinee.studio.screenplay.scenes import omitted
from matinee.studio.screenplay.writing import to_fdx, to_fountain
from matinee.studio.structure.model import SceneFacts
from matinee.studio.whole import Whole, record_of, whole

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
Ocr = Annotated[
    bool, typer.Option("--ocr", help="Read pages that are pictures, with the extra 'ocr'.")
]
File = Annotated[Path, typer.Argument(help="Fountain, FDX, PDF or plain text.", dir_okay=False)]


def commands(tagger: Callable[[], Tagger]) -> typer.Typer:
    """The commands under ``script``; ``tagger`` makes the tagger where one is needed."""
    app = typer.Typer(help="Read a screenplay: scenes, people, lengths, what could not be read.")

    @app.command("analyse")
    def analyse_file(file: File, *, ocr: Ocr = False, as_json: AsJson = False) -> None:
        """Scenes, people, elements, duties, effects and story of a file; nothing is stored."""
        told = whole(_bytes(file), tagger(), name=file.name, pictures=_pictures(ocr=ocr))
        if as_json:
            record = json.dumps(
                as_record(told.analysis) | record_of(told), ensure_ascii=False, indent=2
            )
            sys.stdout.write(record + "\n")
        else:
            sys.stdout.write(_as_text(told.analysis) + _counts(told))

    @app.command("categories")
    def categories(*, as_json: AsJson = False) -> None:
        """Write the table of categories in Movie Magic, USS and FDX, in Markdown."""
        rows = [
            {
                "key": one.category.key,
                "movie_magic": one.movie_magic,
                "uss": one.uss,
                "fdx": one.fdx,
                "fdx_id": str(one.fdx_id),
            }
            for one in category_map()
        ]
        sys.stdout.write(json.dumps(rows, indent=2) + "\n" if as_json else categories_page())

    @app.command("convert")
    def convert(
        file: File,
        to: Annotated[Path, typer.Argument(help="Where to: a .fountain or .fdx file.")],
        *,
        ocr: Ocr = False,
        as_json: AsJson = False,
    ) -> None:
        """Write a screenplay as Fountain or FDX."""
        script = read_script(_bytes(file), name=file.name, pictures=_pictures(ocr=ocr))
        match to.suffix.lower():
            case ".fdx":
                to.write_bytes(to_fdx(script))
            case ".fountain" | ".txt":
                to.write_text(to_fountain(script), encoding="utf-8")
            case other:
                raise Invalid(
                    f"Nothing is written as {other or 'a file without an ending'}.",
                    remedy="Name a .fountain or .fdx file.",
                    field="to",
                )
        count = len(script.elements)
        said = f"{count} elements written to {printable(str(to))}"
        sys.stdout.write(
            (json.dumps({"elements": count, "to": str(to)}) if as_json else said) + "\n"
        )

    return app


def _pictures(*, ocr: bool) -> PictureReader | None:
    return PictureReader() if ocr else None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Invalid(
            f"{file} cannot be read: {problem.strerror}.", remedy="Name a readable file."
        ) from problem


def as_record(analysis: Analysis) -> dict[str, Any]:
    """The analysis as JSON's values."""
    script, structure = analysis.script, analysis.structure
    return {
        "format": script.source,
        "pages": script.pages,
        "length": written(structure.eighths),
        "length_measured": structure.measured,
        "title_page": dict(script.title_page),
        "scenes": [_scene_record(facts) for facts in structure.scenes],
        "people": [asdict(person) for person in structure.people],
        "places": [asdict(place) for place in structure.places],
        "remarks": [remark._asdict() for remark in script.remarks],
        "omitted": list(omitted(script)),
        "printed_pages": [
            {"page": one.page, "name": one.name, "revision": one.revision}
            for one in script.printed_pages
        ],
    }


def _scene_record(facts: SceneFacts) -> dict[str, Any]:
    scene = facts.scene
    return {
        "number": scene.number,
        "numbered": scene.numbered,
        "heading": scene.heading,
        "side": scene.slug.side.value,
        "sets": list(scene.slug.sets),
        "time": scene.slug.time,
        "light": scene.slug.light.value,
        "line": scene.line,
        "page": scene.page,
        "flag": scene.flag,
        "eighths": facts.eighths,
        "day": facts.day,
        "day_evidence": facts.day_evidence,
        "spoken_words": facts.spoken,
        "speaking": list(facts.speaking),
        "silent": list(facts.silent),
        "traits": [
            {"trait": trait.value, "line": evidence.line, "words": evidence.words}
            for trait, evidence in facts.traits
        ],
    }


def _as_text(analysis: Analysis) -> str:
    script, structure = analysis.script, analysis.structure
    title = dict(script.title_page).get("Title", "Untitled").replace("\n", " ")
    flagged = sum(bool(facts.scene.flag) for facts in structure.scenes)
    how = "measured" if structure.measured else "set out"
    lines = [
        f"{title}: {len(structure.scenes)} scenes ({flagged} doubtful), "
        f"{written(structure.eighths)} pages ({how}), {script.source}"
    ]
    lines += [_scene_line(facts) for facts in structure.scenes]
    lines += [
        f"{one.cues:>5} cues {one.words:>6} words  {one.name}"
        + (f"  (younger {one.younger_of})" if one.younger_of else "")
        for one in structure.people
    ]
    lines += [f"line {remark.line}: {remark.sentence}" for remark in script.remarks]
    return "\n".join(printable(line) for line in lines) + "\n"


def _counts(told: Whole) -> str:
    """How many elements by category, duties by kind, and shots."""
    kinds = Counter(one.category.label for one in told.breakdown.elements)
    duties = Counter(flag.duty.value for flag in told.breakdown.flags)
    lines = [f"{count:>5} {label}" for label, count in kinds.most_common()]
    lines += [f"{count:>5} scenes with {duty}" for duty, count in duties.most_common()]
    lines += [f"{len(told.shots):>5} kinds of effects shots"]
    took = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in told.seconds.items())
    return "\n".join([*lines, took]) + "\n"


def _scene_line(facts: SceneFacts) -> str:
    scene = facts.scene
    told = [trait.value for trait, _ in facts.traits] + ([scene.flag] if scene.flag else [])
    return f"{scene.number:>5}  day {facts.day:<8} {written(facts.eighths):>7}  {scene.heading}" + (
        f"  [{', '.join(told)}]" if told else ""
    )
