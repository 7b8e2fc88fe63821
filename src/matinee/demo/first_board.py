"""The demo's board: studies of sea, sky and planks for its production, drawn by this code."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from matinee.clearance.desk.model import FactKind
from matinee.clearance.record.service import RecordService
from matinee.demo.first_drafts import BY, TITLE
from matinee.studio.boards.model import ConceptBoard, LinkKind, Operation
from matinee.studio.boards.service import BoardService

_NAME = "The shore, by the hour (demo data)"
_TERMS = {"source": "Drawn by code for the demo", "licence": "CC0 1.0"}
_HIGH, _WIDE = 320, 480
_APART = 264
_SKIES = (
    ("Before dawn, the lamp still lit", "Light", (24, 30, 52), (120, 96, 110), (18, 26, 38)),
    ("Noon, no shadow anywhere", "Light", (150, 178, 196), (226, 224, 210), (112, 132, 130)),
    ("Dusk, the mud shines", "Light", (60, 52, 92), (236, 150, 92), (88, 66, 62)),
)
"""What is noted, the section, and the colours of high sky, horizon and water."""
_PLANKS = (
    ("Boathouse, tarred last year", (52, 44, 38)),
    ("Boathouse, bleached by salt", (158, 148, 130)),
)


@dataclass(frozen=True, slots=True)
class FirstBoard:
    """Hangs a board in a house that has a demo production and no board of it yet."""

    record: RecordService
    boards: BoardService

    async def furnish(self) -> bool:
        """Draw, pin and link it once; whether it was done now."""
        facts = await self.record.current(FactKind.PRODUCTION)
        production = next((UUID(one.key) for one in facts if one.body["title"] == TITLE), None)
        if production is None or await self.boards.boards([production]):
            return False
        board = await self.boards.create(production, _NAME, by=BY)
        drawn = [(note, section, _sky(*tones)) for note, section, *tones in _SKIES]
        drawn += [(note, "Walls", _planks(tone)) for note, tone in _PLANKS]
        for number, (note, section, pixels) in enumerate(drawn):
            await self._pin(board, number, note, section, pixels)
        await self._link(board)
        return True

    async def _pin(
        self, board: ConceptBoard, number: int, note: str, section: str, pixels: NDArray[np.uint8]
    ) -> None:
        place = [number % len(_SKIES) * _APART, number // len(_SKIES) * _APART]
        picture = await self.boards.add_reference(
            board, _as_png(pixels), place=place, by=BY, **_TERMS
        )
        said = {"note": note, "section": section}
        operations = [Operation(uuid4(), picture.id, name, value) for name, value in said.items()]
        await self.boards.change(board, operations, by=BY)

    async def _link(self, board: ConceptBoard) -> None:
        """To the first scene and the first set of the script's newest draft."""
        _, known = await self.boards.linkable(board.production)
        for kind in (LinkKind.SCENE, LinkKind.SET):
            name = next(each.link.name for each in known if each.link.kind is kind)
            value = {"kind": kind.value, "name": name, "on": True}
            await self.boards.change(board, [Operation(uuid4(), board.id, "link", value)], by=BY)


def _sky(*tones: tuple[int, int, int]) -> NDArray[np.uint8]:
    """A sky above water (h, w, 3): two gradients that meet at the horizon, and ripples."""
    high, horizon, water = (np.array(tone, float) for tone in tones)
    down = np.linspace(0, 1, _HIGH)[:, None, None]
    meets = 0.62
    above = high + (horizon - high) * np.clip(down / meets, 0, 1) ** 2
    below = horizon + (water - horizon) * np.clip((down - meets) / (1 - meets), 0, 1) ** 0.5
    across = np.arange(_WIDE)[None, :, None]
    ripples = 9 * np.sin(down**2 * 260 + np.sin(across / 31) * 2) * (down > meets)
    return _bytes(np.where(down < meets, above, below) + ripples)


def _planks(tone: tuple[int, int, int]) -> NDArray[np.uint8]:
    """A wall of upright planks (h, w, 3) with grain, from a seed."""
    chance = np.random.default_rng(sum(tone))
    shade = chance.normal(0, 12, _WIDE // 40)[np.arange(_WIDE) // 40]
    gaps = -40.0 * (np.arange(_WIDE) % 40 < 2)
    grain = np.cumsum(chance.normal(0, 1.2, (_HIGH, _WIDE)), axis=0)
    return _bytes((np.array(tone, float) + (shade + gaps)[None, :, None]) + grain[..., None])


def _bytes(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.broadcast_to(np.clip(values, 0, 255), (_HIGH, _WIDE, 3)).astype(np.uint8)


def _as_png(pixels: NDArray[np.uint8]) -> bytes:
    saved = BytesIO()
    Image.fromarray(pixels).save(saved, "PNG")
    return saved.getvalue()
