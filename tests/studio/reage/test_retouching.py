"""A shot is retouched by a procedure, under the same rules, and never passes for a model's work."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tests.clearance.record.conftest import BY
from tests.studio.reage.drawn import TOOLS, desk_of, drawn, folders_of, pictures_in, zipped
from tests.studio.reage.floor import FRAMES

from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.errors import Invalid
from matinee.generation.service import Retouch
from matinee.generation.tools_file import GenerationSettings
from matinee.studio.model import WorkState
from matinee.studio.reage.approval import Word
from matinee.studio.reage.retouching import keyed
from matinee.studio.reage.turnover import Turnover


async def test_a_shot_without_keys_is_retouched_by_the_strength_of_each_frame(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "tools.toml"
    file.write_text(TOOLS.replace("key-carrier", "cosmetics"), encoding="utf-8")
    given = GenerationSettings(tools_file=file)
    async with open_house(settings.model_copy(update={"generation": given})) as house:
        _, _, use = await desk_of(house)
        reage = house.reage
        content = zipped({**folders_of(FRAMES), "keys": {}})
        shot = await reage.take(use, content, name="042_010", by=BY)
        with pytest.raises(Invalid, match="out of bounds"):
            await reage.ask(shot, by=BY, retouch=Retouch(strengths=((FRAMES, 1.0),)))
        for beyond in (Retouch(lines=2), Retouch(mouth=-2)):
            with pytest.raises(Invalid, match="lies between"):
                await reage.ask(shot, by=BY, retouch=beyond)
        asked = Retouch(lines=1, strengths=((0, 0.0), (FRAMES - 1, 1.0)))
        render = await reage.ask(shot, by=BY, retouch=asked)
        await reage.rendering.run(render.id)
        made = await reage.render(render.id)
        assert (made.state, made.failure, made.retouch) == (WorkState.DONE, None, asked)
        after = pictures_in(await reage.after(made, by=BY), "after").astype(int)
        source, _, matte = drawn(FRAMES)
        np.testing.assert_array_equal(after[matte == 0], source[matte == 0])
        moved = np.abs(after - source).mean(axis=(1, 2, 3))
        assert moved[0] == 0
        assert (np.diff(moved) > 0).all()
        assert made.output is not None
        output = await house.record.outputs.output(made.output)
        assert output.source_type == "algorithmicallyEnhanced"
        faceless = await reage.ask(shot, by=BY, retouch=Retouch(jaw=-0.5))
        await reage.rendering.run(faceless.id)
        failed = await reage.render(faceless.id)
        assert failed.retouch == Retouch(jaw=-0.5)
        assert (failed.state, failed.output) == (WorkState.FAILED, None)
        assert "No frame shows a face" in (failed.failure or "")
        await reage.approvals.say(shot, made, Word.APPROVED, by="Clara Nunes")
        await reage.turn_over(shot, Turnover("24", "01:00:00:00", "A001"))
        with zipfile.ZipFile(io.BytesIO(await reage.movie(made, by=BY))) as movie:
            told = movie.read("frames.json") + movie.read("shot.edl") + movie.read("movie.mov")
        assert b"algorithmicallyEnhanced" in told
        assert b"TrainedAlgorithmic" not in told


def _ages_by_light(file: Path) -> None:
    """A network that darkens by a fifth of the years between the ages, and knows nothing else."""
    weights = np.zeros((3, 5, 1, 1), np.float32)
    weights[:, 3], weights[:, 4] = -0.2, 0.2
    place: list[int | str] = [1, 5, "h", "w"]
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "w"], ["y"])],
        "reage",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, place)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3, *place[2:]])],
        [numpy_helper.from_array(weights, "w")],
    )
    imports = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=imports, ir_version=10), file)


async def test_a_shot_is_brought_to_an_age_within_its_matte(
    settings: Settings, tmp_path: Path
) -> None:
    network, file = tmp_path / "net.onnx", tmp_path / "tools.toml"
    _ages_by_light(network)
    table = TOOLS.replace('"key-carrier"', f'"onnx-reageing"\nfile = "{network}"')
    file.write_text(table, encoding="utf-8")
    given = GenerationSettings(tools_file=file)
    async with open_house(settings.model_copy(update={"generation": given})) as house:
        _, _, use = await desk_of(house)
        reage = house.reage
        content = zipped({**folders_of(FRAMES), "keys": {}})
        shot = await reage.take(use, content, name="042_010", by=BY)
        for ages in (None, (0, 40)):
            with pytest.raises(Invalid, match="which age|0 years"):
                await reage.ask(shot, by=BY, ages=ages)
        render = await reage.ask(shot, by=BY, ages=(70, 20))
        await reage.rendering.run(render.id)
        made = await reage.render(render.id)
        assert (made.state, made.failure, made.ages) == (WorkState.DONE, None, (70, 20))
        after = pictures_in(await reage.after(made, by=BY), "after").astype(int)
        source, _, matte = drawn(FRAMES)
        np.testing.assert_array_equal(after[matte == 0], source[matte == 0])
        moved = (after - source)[matte > 0]
        assert np.median(moved) == pytest.approx(-25.5, abs=1)
        assert made.output is not None
        output = await house.record.outputs.output(made.output)
        assert output.source_type == "compositeWithTrainedAlgorithmicMedia"


def test_strengths_are_typed_with_the_number_that_pages_show() -> None:
    assert keyed("1:0, 24:1 60:0.5") == ((0, 0.0), (23, 1.0), (59, 0.5))
    for text in ("1", "a:b", "1:2:3"):
        with pytest.raises(Invalid, match="cannot be read"):
            keyed(text)
