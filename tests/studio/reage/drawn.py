"""A shot that is drawn by code, as the ZIP that a shot comes in, and a house that may render it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.clearance.record.conftest import Clock, Desk, Names

from matinee.assembly.house import House
from matinee.assembly.settings import Settings
from matinee.generation.tools_file import GenerationSettings

HIGH, WIDE = 72, 88
TOOLS = """
[sketcher]
provider = "key-carrier"
model = "key-carrier-1"
licence = "own"
training_basis = "the shot's own key frames"
retains = false
trains = false
secured = true
seconds = 60
"""


def drawn(frames: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """A freckled disc that drifts over grey: as shot, as painted without its line, its matte."""
    chance = np.random.default_rng(5)
    skin = cv2.GaussianBlur(chance.normal(150, 60, (HIGH, WIDE, 3)).astype(np.float32), (0, 0), 1.6)
    rows, columns = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    line = 40 * np.exp(-(((rows - 36) / 2) ** 2))[..., None]
    made: list[list[NDArray[np.uint8]]] = [[], [], []]
    for number in range(frames):
        away = 5 * np.sin(number / 4)
        move = np.array([[1, 0, away], [0, 1, away / 3]], np.float32)
        disc = np.hypot(rows - 36 - move[1, 2], columns - 44 - move[0, 2]) < 24
        for held, picture in zip(made, (skin - line, skin), strict=False):
            shown = np.where(disc[..., None], cv2.warpAffine(picture, move, (WIDE, HIGH)), 90)
            held.append(np.clip(shown, 0, 255).astype(np.uint8))
        made[2].append(np.where(disc, 255, 0).astype(np.uint8))
    source, painted, matte = (np.stack(each) for each in made)
    return source, painted, matte


def png(pixels: NDArray[np.uint8]) -> bytes:
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, "PNG")
    return written.getvalue()


def zipped(folders: Mapping[str, Mapping[str, bytes]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for folder, pictures in folders.items():
            for name, content in pictures.items():
                file.writestr(f"{folder}/{name}", content)
    return held.getvalue()


def folders_of(frames: int) -> dict[str, dict[str, bytes]]:
    """The folders of such a shot, with its first and its last frame painted."""
    source, painted, matte = drawn(frames)
    return {
        "frames": {f"{n:04}.png": png(each) for n, each in enumerate(source)},
        "matte": {f"{n:04}.png": png(each) for n, each in enumerate(matte)},
        "keys": {f"{n:04}.png": png(painted[n]) for n in (0, frames - 1)},
    }


def pictures_in(content: bytes, folder: str) -> NDArray[np.uint8]:
    """The pictures of one folder of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = sorted(name for name in file.namelist() if name.startswith(f"{folder}/"))
        return np.stack([np.asarray(Image.open(io.BytesIO(file.read(name)))) for name in names])


def with_tools(settings: Settings, folder: Path) -> Settings:
    """Settings whose tool *sketcher* carries key frames, and whose permits are looked at often."""
    file = folder / "tools.toml"
    file.write_text(TOOLS, encoding="utf-8")
    given = GenerationSettings(tools_file=file, permit_check_seconds=0.05)
    return settings.model_copy(update={"generation": given})


async def desk_of(house: House) -> tuple[Desk, UUID, UUID]:
    """The record's desk of a house, with a consent and a use of it that is *go*."""
    desk = Desk(house.record, Clock(), Names())
    house.record.recorder.clock = desk.clock
    await desk.furnish()
    consent = await desk.consent()
    return desk, consent, await desk.go()


def exr(channels: Mapping[str, NDArray[np.generic]], **header: object) -> bytes:
    """Channels (h, w) as an OpenEXR file of scan lines."""
    library = pytest.importorskip("OpenEXR", reason="the extra plates is not installed")
    held = io.BytesIO()
    told = {"type": library.scanlineimage, "compression": library.ZIP_COMPRESSION, **header}
    library.File(told, {name: np.ascontiguousarray(each) for name, each in channels.items()}).write(
        held
    )
    return held.getvalue()


def plates_of(frames: int) -> tuple[NDArray[np.float16], NDArray[np.float16], NDArray[np.uint8]]:
    """Such a shot in scene light: its wall is brighter than white and of any bits at all."""
    source, painted, matte = drawn(frames)
    light, lit = ((each.astype(np.float32) / 255) ** 2.2 for each in (source, painted))
    wall = np.random.default_rng(9).integers(0, 2**16, light.shape, np.uint16).view(np.float16)
    skin = matte[..., None] > 0
    return (
        np.where(skin, light.astype(np.float16), wall),
        np.where(skin, lit, wall).astype(np.float16),
        matte,
    )


def exr_folders(frames: int, **header: object) -> dict[str, dict[str, bytes]]:
    """The folders of such a shot as OpenEXR, with a channel of depth beside its colour."""
    plates, painted, matte = plates_of(frames)
    depth = np.full((HIGH, WIDE), 7.25, np.float32)

    def plate(pixels: NDArray[np.float16], others: Mapping[str, NDArray[np.generic]]) -> bytes:
        colour = {name: pixels[..., place] for place, name in enumerate("RGB")}
        return exr({**colour, **others}, **header)

    return {
        "frames": {f"{n:04}.exr": plate(each, {"Z": depth}) for n, each in enumerate(plates)},
        "matte": {f"{n:04}.png": png(each) for n, each in enumerate(matte)},
        "keys": {f"{n:04}.exr": plate(painted[n], {}) for n in (0, frames - 1)},
    }
