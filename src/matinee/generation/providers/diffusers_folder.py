"""Pictures by a pipeline of diffusers in a local folder: nothing is fetched, no pickle is opened.

The library comes with PyTorch (``pip install diffusers transformers``); it is loaded at first use.
"""

import json
import secrets
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from matinee.errors import Unavailable
from matinee.foundation.extras import library
from matinee.generation.answers import ImageAnswer
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.worker_thread import Stop, WorkerThread
from matinee.generation.requests import ImageRequest
from matinee.generation.weights import read_weights

REMEDY = "Install diffusers and transformers beside the extra train, or take the tool out."
_EDITING = frozenset({"StableDiffusionPipeline", "StableDiffusionXLPipeline"})
"""Pipelines of which diffusers makes image-to-image and inpainting from the same weights."""
_STEPS, _GUIDANCE, _STRENGTH = 30, 7.5, 0.8


class DiffusersFolder:
    """A pipeline as ``save_pretrained`` wrote it, with its weights as safetensors."""

    def __init__(
        self, folder: Path, profile: ModelProfile, *, steps: int = _STEPS, device: str = "cpu"
    ) -> None:
        self.profile = profile
        self._steps = steps
        self._folder, self._said, self._device = folder, profile.weights, device
        self._worker = WorkerThread(profile.name, self._load)

    @staticmethod
    def can_of(folder: Path) -> frozenset[Ability]:
        """What the pipeline of a folder can do; nothing beyond a prompt where it cannot be read."""
        try:
            index = json.loads((folder / "model_index.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return frozenset()
        known = isinstance(index, dict) and index.get("_class_name") in _EDITING
        return frozenset(Ability) if known else frozenset({Ability.SEED})

    def _load(self) -> Any:
        weights = read_weights(self._folder, self._said)
        pipeline = _load(self._folder, self._device)
        self.profile = replace(self.profile, weights=weights)
        return pipeline

    async def ready(self) -> None:
        """Load the pipeline; Unavailable with the remedy where library or folder is missing."""
        await self._worker.ready()

    async def close(self) -> None:
        """Let the weights go."""
        await self._worker.close()

    async def picture(self, request: ImageRequest) -> ImageAnswer:
        """From the prompt, from a picture, or within a mask; it can be stopped at every step."""

        def work(pipeline: Any, stop: Stop) -> ImageAnswer:
            made = _made(pipeline, request, stop, steps=self._steps)
            written = BytesIO()
            made.save(written, "PNG")
            return ImageAnswer(written.getvalue())

        return await self._worker.ask(work)


def _load(folder: Path, device: str) -> Any:
    if not (folder / "model_index.json").is_file():
        raise Unavailable(
            f"The folder {folder.name} holds no pipeline of diffusers.",
            remedy="Name a folder that save_pretrained wrote, with weights as safetensors.",
            code="model_missing",
        )
    engine = library("diffusers", remedy=REMEDY)
    pipeline = engine.DiffusionPipeline.from_pretrained(
        folder, local_files_only=True, use_safetensors=True
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to(device)


def _made(pipeline: Any, request: ImageRequest, stop: Stop, *, steps: int) -> Image.Image:
    engine = library("diffusers", remedy=REMEDY)
    torch = library("torch", remedy=REMEDY)
    seed = secrets.randbits(63) if request.seed is None else request.seed

    def at_step_end(_pipe: Any, _step: int, _time: Any, kept: dict[str, Any]) -> dict[str, Any]:
        stop.heed()
        return kept

    asked: dict[str, Any] = {
        "prompt": request.prompt,
        "num_inference_steps": steps,
        "guidance_scale": _GUIDANCE,
        "generator": torch.Generator("cpu").manual_seed(seed),
        "callback_on_step_end": at_step_end,
    }
    size = {"width": request.width, "height": request.height}
    if request.source is None:
        return pipeline(**asked, **size).images[0]
    asked |= {"image": _opened(request.source, "RGB"), "strength": _STRENGTH}
    if request.mask is None:
        edit = engine.AutoPipelineForImage2Image.from_pipe(pipeline)
        return _quiet(edit)(**asked).images[0]
    mask = _opened(request.mask, "L")
    inpaint = _quiet(engine.AutoPipelineForInpainting.from_pipe(pipeline))
    made = inpaint(**asked, **size, mask_image=mask).images[0]
    # The model repaints the whole; what the mask keeps is the source's own, to the pixel.
    return Image.composite(made.convert("RGB"), asked["image"], mask)


def _quiet(pipeline: Any) -> Any:
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _opened(content: bytes, mode: str) -> Image.Image:
    with Image.open(BytesIO(content), formats=["PNG"]) as picture:
        return picture.convert(mode)
