"""``matinee script``: what a screenplay holds, read from a file."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from matinee.errors import Invalid
from matinee.foundation.redaction import printable
from matinee.studio.analysis import Analysis, analyse
from matinee.studio.screenplay.model import cue_name
from matinee.studio.screenplay.reading import read_script
from matinee.studio.screenplay.writing import to_fdx, to_fountain

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
File = Annotated[Path, typer.Argument(help="Fountain, FDX, PDF or plain text.", dir_okay=False)]


def commands() -> typer.Typer:
    """The commands under ``script``."""
    app = typer.Typer(help="Read a screenplay: scenes, speakers, what could not be read.")

    @app.command("analyse")
    def analyse_file(file: File, *, as_json: AsJson = False) -> None:
        """Scenes and speakers of a screenplay; nothing is stored."""
        analysis = analyse(_bytes(file), name=file.name)
        if as_json:
            record = json.dumps(as_record(analysis), ensure_ascii=False, indent=2)
            sys.stdout.write(record + "\n")
        else:
            sys.stdout.write(_as_text(analysis))

    @app.command("convert")
    def convert(
        file: File,
        to: Annotated[Path, typer.Argument(help="Where to: a .fountain or .fdx file.")],
    ) -> None:
        """Write a screenplay as Fountain or FDX."""
        script = read_script(_bytes(file), name=file.name)
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
        sys.stdout.write(f"{len(script.elements)} elements written to {printable(str(to))}\n")

    return app


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Invalid(
            f"{file} cannot be read: {problem.strerror}.", remedy="Name a readable file."
        ) from problem


def as_record(analysis: Analysis) -> dict[str, Any]:
    """The analysis as JSON's values."""
    script = analysis.script
    return {
        "format": script.source,
        "pages": script.pages,
        "title_page": dict(script.title_page),
        "scenes": [
            {
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
                "speaking": list(
                    dict.fromkeys(
                        cue_name(element.text)
                        for element in script.elements[scene.first : scene.last]
                        if element.kind == "character"
                    )
                ),
            }
            for scene in analysis.scenes
        ],
        "speakers": [
            {
                "name": speaker.name,
                "cues": speaker.cues,
                "words": speaker.words,
                "scenes": list(speaker.scenes),
            }
            for speaker in analysis.speakers
        ],
        "remarks": [remark._asdict() for remark in script.remarks],
    }


def _as_text(analysis: Analysis) -> str:
    script = analysis.script
    title = dict(script.title_page).get("Title", "Untitled").replace("\n", " ")
    flagged = sum(bool(scene.flag) for scene in analysis.scenes)
    lines = [f"{title}: {len(analysis.scenes)} scenes ({flagged} doubtful), {script.source}"]
    lines += [
        f"{scene.number:>5}  line {scene.line:<6} {scene.heading}"
        + (f"  [{scene.flag}]" if scene.flag else "")
        for scene in analysis.scenes
    ]
    lines += [f"{one.cues:>5} cues {one.words:>6} words  {one.name}" for one in analysis.speakers]
    lines += [f"line {remark.line}: {remark.sentence}" for remark in script.remarks]
    return "\n".join(printable(line) for line in lines) + "\n"
