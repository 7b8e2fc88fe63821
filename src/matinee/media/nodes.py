"""The full pass on a cluster: each part of a film measured on whichever node is free.

A node does what a machine alone does, in the same confined process with the same limits, so a part
is the same to the byte wherever it is measured, as far as the nodes' processors are of one kind.
"""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from matinee.errors import Invalid, MatineeError, Unavailable
from matinee.foundation.lake.engine import LakeEngine
from matinee.media.analysis.parts import Part, parts_of
from matinee.media.confinement import run_step
from matinee.media.model import PART, WorkOrder
from matinee.media.workbench import read_facts, write_json

_FAULT = "film"
"""The code of a refusal that is the film's own fault, as confinement gives it."""


@dataclass(frozen=True, slots=True)
class NodeOrder:
    """What a node is told of the film: ``film_bytes`` so that it can tell it from another."""

    work: WorkOrder
    film_bytes: int
    wall_seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """A node's word on a part: the bytes of its file, or why there are none."""

    npz: bytes | None = None
    code: str = ""
    sentence: str = ""
    remedy: str = ""


KINDS = {"number": int, "npz": bytes, "code": str, "sentence": str, "remedy": str}
"""The columns of a row that :func:`measured` makes."""


class Nodes:
    """A cluster's nodes, as the full pass uses them."""

    def __init__(self, engine: LakeEngine) -> None:
        self._engine = engine

    async def measure(
        self,
        folder: Path,
        order: WorkOrder,
        progress: Callable[[float], None],
        *,
        wall_seconds: float,
    ) -> None:
        """Fill a film's folder with the parts that are not there yet, each whole or not at all.

        ``progress`` is told the share of parts that are there. :class:`Invalid` where the film is
        at fault; Unavailable where engine or nodes are: what came before stays, and is not asked
        for again. After a refusal, or when cancelled, nothing more is written; the
        nodes still measure what was asked for, since Daft has no word to stop them.
        """
        every = await asyncio.to_thread(lambda: parts_of(read_facts(folder).seconds))
        left = [part for part in every if not (folder / part.file).exists()]
        if not left:
            return
        size = await asyncio.to_thread(_size, Path(order.film), "This machine")
        asked = msgspec.json.encode(NodeOrder(order, size, wall_seconds)).decode()
        rows = {
            "order": [asked] * len(left),
            "number": [part.number for part in left],
            "begin": [part.begin for part in left],
            "end": [part.end for part in left],
        }
        answers = self._engine.answers(rows, measured, KINDS)
        for done, part in enumerate(left, start=len(every) - len(left) + 1):
            # The engine blocks until its next answer.
            answer = await asyncio.to_thread(next, answers, None)
            await asyncio.to_thread(_keep, folder / part.file, part, answer)
            progress(done / len(every))


def measured(order: str, number: int, begin: float, end: float | None) -> dict[str, Any]:
    """On the node: one part of the film, or the refusal, as a row with the part's number."""
    asked = msgspec.json.decode(order, type=NodeOrder)
    try:
        answer = Answer(asyncio.run(_confined(asked, Part(number, begin, end))))
    except MatineeError as refusal:
        answer = Answer(None, refusal.code, refusal.sentence, refusal.remedy)
    return {"number": number, **msgspec.to_builtins(answer, builtin_types=(bytes,))}


async def _confined(order: NodeOrder, part: Part) -> bytes:
    film = Path(order.work.film)
    if _size(film, "A node of the cluster") != order.film_bytes:
        raise _unreachable(film, f"A node of the cluster has another file at {film}.")
    with tempfile.TemporaryDirectory(prefix="matinee-part-") as name:
        folder = Path(name)
        write_json(folder / "order.json", order.work)
        write_json(folder / "part.json", part)
        await run_step(PART, folder, lambda _: None, wall_seconds=order.wall_seconds)
        return (folder / part.file).read_bytes()


def _size(film: Path, whose: str) -> int:
    try:
        return film.stat().st_size
    except OSError as failure:
        raise _unreachable(film, f"{whose} cannot read {film}: {failure.strerror}.") from failure


def _unreachable(film: Path, sentence: str) -> Unavailable:
    remedy = f"Mount {film.parent} at the same path on every node, or set MATINEE_COMPUTE=native."
    return Unavailable(sentence, remedy=remedy, code="film_unreachable")


def _keep(path: Path, part: Part, answer: dict[str, Any] | None) -> None:
    """Whole or not at all."""
    if answer is None or answer["number"] != part.number:
        raise AssertionError("the engine answers all that was asked, in its order")
    content: bytes | None = answer["npz"]
    if content is None:
        if answer["code"] == _FAULT:
            raise Invalid(
                answer["sentence"], remedy=answer["remedy"], field="film", code=answer["code"]
            )
        raise Unavailable(answer["sentence"], remedy=answer["remedy"], code=answer["code"])
    partial = path.with_suffix(".partial.npz")
    partial.write_bytes(content)
    partial.replace(path)
