"""``matinee reage``: take a shot in, render it under its permit, see how it stands, save it."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from matinee.errors import Conflict, Invalid
from matinee.foundation.redaction import printable
from matinee.generation.service import MOST_STEPS, Retouch
from matinee.studio.model import WorkState
from matinee.studio.reage.model import DEFAULT_STEPS, Quality, Render, Shot
from matinee.studio.reage.plates.colour_spaces import SPACES
from matinee.studio.reage.service import ReageService, keyed
from matinee.studio.reage.shot_file import zipped_folder
from matinee.studio.reage.turnover import RATES, Turnover

OpenService = Callable[[], AbstractAsyncContextManager[ReageService]]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
_Shot = Annotated[UUID, typer.Argument(help="The shot's id.")]
_Need = Annotated[str | None, typer.Option(help="What it is needed for; it is entered (rule R19).")]
_Render = Annotated[UUID, typer.Argument(help="The render's id.")]
_Degree = Annotated[
    float, typer.Option(min=0, max=1, help="With --strengths: how much of it is taken away.")
]
_Part = Annotated[
    float, typer.Option(min=-1, max=1, help="With --strengths: 1 firms or lifts it, -1 lets sag.")
]
_OWN = Retouch()
Given = TypeVar("Given")
_CUTS = {".edl", ".otio"}


def commands(open_service: OpenService) -> typer.Typer:
    """The commands under ``reage``."""
    app = typer.Typer(help="Re-age a shot: an artist's key frames carried through it, by consent.")
    _shots(app, open_service)
    _renders(app, open_service)
    _given(app, open_service)
    _sheet(app, open_service)
    _cut(app, open_service)
    return app


def _shots(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("take")
    def take(
        file: Annotated[
            Path,
            typer.Argument(
                help="A ZIP or folder with frames/, matte/, keys/: PNG, OpenEXR; or a ProRes movie."
            ),
        ],
        use: Annotated[UUID, typer.Option(help="The declared use that it is taken in for.")],
        name: Annotated[str, typer.Option(help="What the shot is called, such as 042_010.")],
        space: Annotated[
            str | None,
            typer.Option(help=f"Colour space of OpenEXR frames: {', '.join(SPACES)}."),
        ] = None,
        *,
        as_json: AsJson = False,
    ) -> None:
        """Take a shot in: its pictures are sealed by the key of the use's consent."""
        content = _read(file)

        async def took(reage: ReageService) -> Shot:
            return await reage.take(use, content, name=name, by=getuser(), space=space)

        shot = _with(open_service, took)
        _show(_shot_record(shot), _shot_line(shot), as_json=as_json)

    @app.command("shots")
    def shots(*, as_json: AsJson = False) -> None:
        """List the shots of all productions."""
        found = _with(open_service, lambda reage: reage.shots())
        lines = "\n".join(_shot_line(each) for each in found) or "There is no shot yet."
        _show([_shot_record(each) for each in found], lines, as_json=as_json)


def _renders(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("render")
    def render(
        shot: _Shot,
        steps: Annotated[
            int, typer.Option(min=1, max=MOST_STEPS, help="Steps that the network learns in.")
        ] = DEFAULT_STEPS,
        strengths: Annotated[
            str,
            typer.Option(help="Digital cosmetics: strength over time, such as '1:0 24:1'."),
        ] = "",
        lines: _Degree = _OWN.lines,
        tone: _Degree = _OWN.tone,
        shadows: _Degree = _OWN.shadows,
        jaw: _Part = 0.0,
        chin: _Part = 0.0,
        brows: _Part = 0.0,
        mouth: _Part = 0.0,
        ages: Annotated[
            tuple[int, int] | None,
            typer.Option(help="By age: the present one and the wished one, such as 62 40."),
        ] = None,
        *,
        as_json: AsJson = False,
    ) -> None:
        """Decide anew, mint the permit, and put the render into the queue of ``jobs work``."""
        form = {"jaw": jaw, "chin": chin, "brows": brows, "mouth": mouth}
        retouch = Retouch(lines, tone, shadows, keyed(strengths), **form) if strengths else None

        async def asked(reage: ReageService) -> Render:
            found = await reage.shot(shot)
            return await reage.ask(found, by=getuser(), steps=steps, retouch=retouch, ages=ages)

        _show_render(_with(open_service, asked), as_json=as_json)

    @app.command("show")
    def show(render: _Render, *, as_json: AsJson = False) -> None:
        """Show how a render stands, and what was measured of it (frames count from 0)."""

        async def stands(reage: ReageService) -> tuple[Render, Quality | None]:
            found = await reage.render(render)
            return found, await reage.quality(found)

        _show_render(*_with(open_service, stands), as_json=as_json)

    @app.command("measure")
    def measure(render: _Render, *, as_json: AsJson = False) -> None:
        """Have a render measured of which there are no figures; `show` has them afterwards."""

        async def asked(reage: ReageService) -> None:
            await reage.measure(await reage.render(render))

        _with(open_service, asked)
        _show({"measuring": render}, "It waits for `jobs work`.", as_json=as_json)

    @app.command("stop")
    def stop(render: _Render, *, as_json: AsJson = False) -> None:
        """Stop a render."""

        async def stopped(reage: ReageService) -> None:
            await reage.stop(await reage.render(render))

        _with(open_service, stopped)
        _show({"stopping": render}, "It stops within a second or two.", as_json=as_json)


def _given(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("save")
    def save(
        render: _Render,
        to: Annotated[Path, typer.Argument(help="Where to: a ZIP file that is not there yet.")],
        need: _Need = None,
        *,
        as_json: AsJson = False,
    ) -> None:
        """Save what a render made, once the performer approved it, with its signed sidecar."""
        if to.exists():
            raise Invalid(f"{to} is there already.", remedy="Name another.", field="to")

        async def saved(reage: ReageService) -> tuple[bytes, bytes]:
            made = await reage.render(render)
            content = await reage.deliver(made, by=getuser(), need=need)
            return content, await reage.sidecar(made)

        content, sidecar = _with(open_service, saved)
        beside = to.with_name(f"{to.name}.credentials.json")
        to.write_bytes(content)
        beside.write_bytes(sidecar)
        line = printable(f"{to} and {beside}: synthetic, made by a model")
        _show({"file": str(to), "credentials": str(beside)}, line, as_json=as_json)

    def made(
        name: str, said: str, of: Callable[[ReageService, Render, str | None], Awaitable[bytes]]
    ) -> None:
        @app.command(name, help=said)
        def one(
            render: _Render,
            to: Annotated[Path, typer.Argument(help="Where to: a ZIP file that is not there yet.")],
            need: _Need = None,
            *,
            as_json: AsJson = False,
        ) -> None:
            async def given(reage: ReageService) -> bytes:
                return await of(reage, await reage.render(render), need)

            _write(to, open_service, given, as_json=as_json)

    made(
        "exr",
        "Save an approved render as OpenEXR: half floats, matte, timecode, and a signed list.",
        lambda reage, found, need: reage.plates(found, by=getuser(), need=need),
    )
    made(
        "prores",
        "Save an approved render as a movie in ProRes 4444 with its timecode; it is lossy.",
        lambda reage, found, need: reage.movie(found, by=getuser(), need=need),
    )


def _write(
    to: Path,
    open_service: OpenService,
    given: Callable[[ReageService], Awaitable[bytes]],
    *,
    as_json: bool,
) -> None:
    """Write one file of a render to where there is none, and say what it is."""
    if to.exists():
        raise Invalid(f"{to} is there already.", remedy="Name another.", field="to")
    to.write_bytes(_with(open_service, given))
    _show({"file": str(to)}, printable(f"{to}: synthetic, made by a model"), as_json=as_json)


def _sheet(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("sheet")
    def sheet(
        render: _Render,
        to: Annotated[Path, typer.Argument(help="Where to: a PDF file that is not there yet.")],
        need: _Need = None,
        *,
        as_json: AsJson = False,
    ) -> None:
        """Save a contact sheet: frames as filmed, as made and their mattes, with figures."""

        async def made(reage: ReageService) -> bytes:
            found = await reage.render(render)
            return await reage.contact_sheet(found, by=getuser(), need=need)

        _write(to, open_service, made, as_json=as_json)


def _cut(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("turnover")
    def turnover(
        shot: _Shot,
        start: Annotated[str, typer.Option(help="Timecode of the first picture: 01:00:00:00.")],
        reel: Annotated[str, typer.Option(help="The reel that it was filmed on.")],
        rate: Annotated[str, typer.Option(help=f"Pictures a second: {', '.join(RATES)}.")] = "24",
        head: Annotated[int, typer.Option(min=0, help="Handle at the begin, in pictures.")] = 0,
        tail: Annotated[int, typer.Option(min=0, help="Handle at the end, in pictures.")] = 0,
        *,
        as_json: AsJson = False,
    ) -> None:
        """Say where a shot lies in what was filmed."""
        told = Turnover(rate, start, reel, head, tail)

        async def said(reage: ReageService) -> Shot:
            await reage.turn_over(await reage.shot(shot), told)
            return await reage.shot(shot)

        found = _with(open_service, said)
        _show(_shot_record(found), _shot_line(found), as_json=as_json)

    @app.command("conform")
    def conform(
        shot: _Shot,
        to: Annotated[
            Path, typer.Argument(help="Where to: a .edl or .otio that is not there yet.")
        ],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Save a shot for the cut: an EDL (CMX 3600), or OpenTimelineIO, by the file's ending."""
        if to.exists() or to.suffix not in _CUTS:
            raise Invalid(
                f"{to} is there already, or is no .edl or .otio.",
                remedy="Name another.",
                field="to",
            )

        async def made(reage: ReageService) -> bytes:
            found = await reage.shot(shot)
            return await (reage.edl(found) if to.suffix == ".edl" else reage.otio(found))

        to.write_bytes(_with(open_service, made))
        _show({"file": str(to)}, printable(str(to)), as_json=as_json)


def _shot_record(shot: Shot) -> dict[str, Any]:
    return asdict(shot)


def _shot_line(shot: Shot) -> str:
    state = f"closed: {shot.ended_because}" if shot.ended_at else f"{len(shot.keys)} keys"
    size = f"{shot.frames} frames of {shot.width} by {shot.height}"
    return printable(f"{shot.id}  {shot.name}  {size}  {state}")


def _show_render(render: Render, quality: Quality | None = None, *, as_json: bool) -> None:
    far = f"  {render.stage} {render.done} of {render.of}" if render.of else ""
    line = printable(f"{render.id}  {render.state}{far}  {render.failure or ''}".rstrip())
    measured = None if quality is None else asdict(quality)
    for name, value in (measured or {}).items():
        line += f"\n  {name}: {value}"
    _show({**asdict(render), "quality": measured}, line, as_json=as_json)
    if render.state is WorkState.FAILED:
        raise Conflict("The render failed.", remedy="The line above says why.")


def _read(file: Path) -> bytes:
    try:
        return zipped_folder(file) if file.is_dir() else file.read_bytes()
    except OSError as problem:
        raise Invalid(
            f"{file} cannot be read.", remedy="Name a file that is there.", field="file"
        ) from problem


def _show(record: object, text: str, *, as_json: bool) -> None:
    written = json.dumps(record, ensure_ascii=False, indent=2, default=str) if as_json else text
    sys.stdout.write(written + "\n")


def _with(open_service: OpenService, use: Callable[[ReageService], Awaitable[Given]]) -> Given:
    async def run() -> Given:
        async with open_service() as service:
            return await use(service)

    return asyncio.run(run())
