"""Run one step on a film in a process of its own that tells how far it is.

A file from elsewhere may bring a decoder down or have it grow without end: what happens then
happens to the child.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

import msgspec

from matinee.errors import Invalid, Unavailable
from matinee.foundation.confinement.starting import CONFINED, command

_REFUSED = 3
_LINE_BYTES = 1 << 16


class Told(msgspec.Struct):
    """A line from the child: how much of the step is done, or why it cannot be."""

    done: float = 0.0
    sentence: str = ""
    remedy: str = ""


async def run_step(
    step: str, folder: Path, progress: Callable[[float], None], *, wall_seconds: float
) -> None:
    """Do a step, or take stills, in a film's folder; :class:`Invalid` when the film is at fault."""
    child = await asyncio.create_subprocess_exec(
        *command("matinee.media.workbench", step, str(folder)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=_LINE_BYTES,
        **CONFINED,
    )
    try:
        async with asyncio.timeout(wall_seconds):
            last, complaint = await asyncio.gather(_listen(child, progress), _complaints(child))
            code = await child.wait()
    except TimeoutError as late:
        raise Invalid(
            f"The step {step} took longer than {wall_seconds:.0f} seconds and was stopped.",
            field="film",
            code="film",
        ) from late
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()
    _judge(step, code, last, complaint)


def _judge(step: str, code: int, last: Told, complaint: str) -> None:
    if code == 0:
        return
    if code == _REFUSED:
        raise Invalid(last.sentence, remedy=last.remedy, field="film", code="film")
    if code == -signal.SIGXCPU:
        raise Invalid(
            "The film asked for more processor time than any film should.",
            field="film",
            code="film",
        )
    if code in {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS} or "MemoryError" in complaint:
        raise Invalid(
            "The film brought the decoder down: it is damaged, or made to do so.",
            field="film",
            code="film",
        )
    raise Unavailable(
        f"The step {step} ended with code {code}: {complaint.strip()[-400:] or 'no word'}",
        remedy="Try the job again; if it fails again, look into the log.",
    )


async def _listen(child: asyncio.subprocess.Process, progress: Callable[[float], None]) -> Told:
    if child.stdout is None:
        raise AssertionError("the child's output is a pipe")
    last = Told()
    async for line in child.stdout:
        try:
            last = msgspec.json.decode(line, type=Told)
        except msgspec.DecodeError:
            continue  # Libraries may write to standard output.
        if not last.sentence:
            progress(last.done)
    return last


async def _complaints(child: asyncio.subprocess.Process) -> str:
    if child.stderr is None:
        raise AssertionError("the child's complaints are a pipe")
    kept = b""
    while block := await child.stderr.read(4096):
        kept = (kept + block)[-8000:]
    return kept.decode("utf-8", "replace")
