"""A real pipeline of diffusers, tiny and of random weights, loaded from a folder and asked."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import shutil
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.generation.providers import tiny_diffusion

from matinee.errors import Unavailable
from matinee.generation.model import Ability, Modality, ModelProfile
from matinee.generation.pictures import valid_png
from matinee.generation.providers.diffusers_folder import DiffusersFolder
from matinee.generation.requests import ImageRequest

PROFILE = ModelProfile("tiny", Modality.IMAGE, "Apache-2.0", "none", False, False, True)
REQUEST = ImageRequest("a station", 64, 72, seed=7)
MISSING = [name for name in ("torch", "diffusers") if importlib.util.find_spec(name) is None]


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if MISSING:
        pytest.skip(f"{' and '.join(MISSING)} not installed, so no pipeline can be made or loaded")
    folder = tmp_path_factory.mktemp("diffusion") / "pipeline"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tiny_diffusion.write(folder)
    return folder


@pytest.fixture(autouse=True)
def warnings_of_others() -> Iterator[None]:
    """Libraries warn of their own future when they are loaded; that is not what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="module")
def painter(pipeline: Path) -> DiffusersFolder:
    return DiffusersFolder(pipeline, PROFILE, steps=2)


def pixels(png: bytes) -> NDArray[np.int16]:
    with Image.open(BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"), np.int16)


def plate() -> bytes:
    written = BytesIO()
    Image.linear_gradient("L").resize((64, 72)).convert("RGB").save(written, "PNG")
    return written.getvalue()


def left_half() -> bytes:
    written = BytesIO()
    mask = Image.new("L", (64, 72))
    mask.paste(255, (0, 0, 32, 72))
    mask.save(written, "PNG")
    return written.getvalue()


async def test_a_picture_is_made_and_the_same_seed_makes_it_again(painter: DiffusersFolder) -> None:
    first = (await painter.picture(REQUEST)).content
    again = (await painter.picture(REQUEST)).content
    other = (await painter.picture(ImageRequest("a station", 64, 72, seed=8))).content
    assert valid_png(first, 64, 72)
    assert (pixels(first) == pixels(again)).all()
    assert (pixels(first) != pixels(other)).any()


async def test_an_edit_starts_from_its_source_and_a_mask_keeps_the_rest(
    painter: DiffusersFolder,
) -> None:
    source = plate()
    edit = ImageRequest("a station", 64, 72, source=source, seed=7)
    edited = (await painter.picture(edit)).content
    assert valid_png(edited, 64, 72)
    masked = ImageRequest("a station", 64, 72, source=source, mask=left_half(), seed=7)
    made = pixels((await painter.picture(masked)).content)
    assert (made[:, 32:] == pixels(source)[:, 32:]).all()
    assert (made[:, :32] != pixels(source)[:, :32]).any()


async def test_a_caller_who_goes_away_stops_it_between_steps(painter: DiffusersFolder) -> None:
    await painter.ready()
    painter._steps = 900
    asked = asyncio.create_task(painter.picture(REQUEST))
    await asyncio.sleep(0.5)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    painter._steps = 1
    async with asyncio.timeout(20):
        await painter.picture(REQUEST)


def test_what_a_folder_can_do_is_read_without_loading_it(pipeline: Path, tmp_path: Path) -> None:
    assert DiffusersFolder.can_of(pipeline) == frozenset(Ability)
    assert DiffusersFolder.can_of(tmp_path) == frozenset()
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "AnotherPipeline"}))
    assert DiffusersFolder.can_of(tmp_path) == {Ability.SEED}


async def test_weights_that_are_pickles_are_not_opened(pipeline: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pickled"
    shutil.copytree(pipeline, folder)
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(Unavailable, match="cannot be loaded"):
        await DiffusersFolder(folder, PROFILE).ready()


async def test_a_missing_folder_and_a_missing_library_say_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unavailable, match=r"holds no pipeline.*Name a folder"):
        await DiffusersFolder(tmp_path, PROFILE).ready()
    (tmp_path / "model_index.json").write_text("{}")
    monkeypatch.setitem(sys.modules, "diffusers", None)
    with pytest.raises(Unavailable, match=r"diffusers is not installed.*Install diffusers"):
        await DiffusersFolder(tmp_path, PROFILE).ready()
