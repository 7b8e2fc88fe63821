"""A shot is re-aged by a model behind HTTP: a face leaves only while permit and consent stand."""

from __future__ import annotations

from pathlib import Path

import httpx
import numpy as np
import pytest
from tests.clearance.record.conftest import BY
from tests.generation.providers.inference_server import InferenceServer, listening
from tests.studio.reage.drawn import TOOLS, desk_of, drawn, folders_of, pictures_in, zipped
from tests.studio.reage.floor import FRAMES, REVOKED

from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.errors import Unavailable
from matinee.generation.tools_file import GenerationSettings
from matinee.studio.model import WorkState
from matinee.studio.reage.model import Shot
from matinee.surfaces.api.app import create_app

STATED = "key-carrier-1, version 3 (onnxruntime_onnx)"


async def _it_is_said_beforehand(house: House, shot: Shot, server: str) -> None:
    """Where one asks for a render and where the performer is asked: that the face is sent out."""
    transport = httpx.ASGITransport(app=create_app(house))
    pages = (
        f"/desk/studio/reageing/shots/{shot.id}",
        f"/desk/clearance/performers/{shot.performer}/shots/{shot.id}",
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for page in pages:
            told = (await client.get(page, headers={"Accept": "text/html"})).text
            assert "face leaves this house" in told
            assert f"key-carrier-1 ({server})" in told
            assert "keeps nothing of what it is shown" in told


async def test_a_served_model_is_named_and_gets_no_frame_once_the_consent_has_ended(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "tools.toml"
    # The permit is looked at once in five seconds: what stops the frames is that each is asked for.
    given = GenerationSettings(tools_file=file, permit_check_seconds=5)
    async with listening(InferenceServer(name="key-carrier-1", gain=-0.2)) as model:
        served = f'"http-reageing"\naddress = "{model.address}"'
        file.write_text(TOOLS.replace('"key-carrier"', served), encoding="utf-8")
        async with open_house(settings.model_copy(update={"generation": given})) as house:
            _, consent, use = await desk_of(house)
            reage = house.reage
            content = zipped({**folders_of(FRAMES), "keys": {}})
            shot = await reage.take(use, content, name="042_010", by=BY)
            await _it_is_said_beforehand(house, shot, model.address.removeprefix("http://"))

            model.instead = [{"shape": [1, 3, 8, 8]}, {}]
            asked = await reage.ask(shot, by=BY, ages=(70, 20))
            with pytest.raises(Unavailable, match="without a change of"):
                await reage.rendering.run(asked.id)
            await reage.rendering.run(asked.id)
            made = await reage.render(asked.id)
            assert (made.state, made.failure, made.attempts) == (WorkState.DONE, None, 2)
            assert len(model.frames) == 1 + FRAMES
            after = pictures_in(await reage.after(made, by=BY), "after").astype(int)
            source, _, matte = drawn(FRAMES)
            np.testing.assert_array_equal(after[matte == 0], source[matte == 0])
            assert np.median((after - source)[matte > 0]) == pytest.approx(-25.5, abs=1)
            assert made.output is not None
            output = await house.record.outputs.output(made.output)
            assert output.source_type == "compositeWithTrainedAlgorithmicMedia"
            [entry] = await house.ledger.entries(subject=str(output.id), kind="output")
            assert entry.content["body"]["stated"] == STATED
            assert await reage.stated(made) == STATED
            assert STATED.encode() in await reage.sidecar(made)
            graph = await house.boards.lineage.of_output(shot.production, output.id)
            assert STATED in [value for node in graph.nodes for _, value in node.facts]

            async def revoked(number: int) -> None:
                if number == 3:
                    await house.record.revocations.revoke(consent, REVOKED, by=BY)

            model.frames.clear()
            model.seen = revoked
            asked = await reage.ask(shot, by=BY, ages=(70, 20))
            await reage.rendering.run(asked.id)
            stopped = await reage.render(asked.id)
            assert (stopped.state, stopped.output) == (WorkState.STOPPED, None)
            assert len(model.frames) == 3
