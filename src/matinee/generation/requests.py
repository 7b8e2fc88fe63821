"""What is asked of a model and what a provider answers, by modality; validated on both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from matinee.errors import Invalid
from matinee.generation.model import ModelProfile

LONGEST_PROMPT = 50_000
MOST_TOKENS = 8_192
LARGEST_SIDE = 4_096


@dataclass(frozen=True, slots=True)
class TextRequest:
    """A text to be written: instructions, prompt, and the JSON schema that the answer must meet."""

    prompt: str
    instructions: str = ""
    schema: Mapping[str, Any] | None = None
    max_tokens: int = 512
    temperature: float = 0.2
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.prompt) + len(self.instructions) <= LONGEST_PROMPT:
            raise Invalid(
                f"A prompt has 1 to {LONGEST_PROMPT:,} characters.",
                remedy="Shorten it, or split the work.",
                field="prompt",
            )
        if not 1 <= self.max_tokens <= MOST_TOKENS:
            raise Invalid(
                f"An answer has 1 to {MOST_TOKENS:,} tokens.",
                remedy="Ask less.",
                field="max_tokens",
            )

    def bytes(self) -> bytes:
        """The input as it is hashed into a permit."""
        return f"{self.instructions}\n{self.prompt}".encode()


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """A picture to be made: prompt, size in pixels, and the pictures it starts from (PNG)."""

    prompt: str
    width: int = 1024
    height: int = 1024
    source: bytes | None = field(default=None, repr=False)
    mask: bytes | None = field(default=None, repr=False)
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.prompt) <= LONGEST_PROMPT:
            raise Invalid("A picture needs a prompt.", remedy="Describe it.", field="prompt")
        for name, side in (("width", self.width), ("height", self.height)):
            if not 64 <= side <= LARGEST_SIDE or side % 8:
                raise Invalid(
                    f"A {name} of {side} pixels cannot be made.",
                    remedy=f"Give a multiple of 8 from 64 to {LARGEST_SIDE}.",
                    field=name,
                )


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a call cost, as the provider counts it; none where it does not say."""

    prompt: int = 0
    answer: int = 0


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What a text model wrote, not yet validated."""

    text: str
    tokens: Tokens = Tokens()


@dataclass(frozen=True, slots=True)
class ImageAnswer:
    """A picture as the provider sent it, not yet validated."""

    content: bytes = field(repr=False)
    tokens: Tokens = Tokens()


class TextProvider(Protocol):
    """An engine that writes."""

    @property
    def profile(self) -> ModelProfile:
        """What the model is."""
        ...

    async def write(self, request: TextRequest) -> TextAnswer:
        """Answer, or raise :class:`~matinee.errors.Unavailable`."""
        ...


class ImageProvider(Protocol):
    """An engine that makes pictures."""

    @property
    def profile(self) -> ModelProfile:
        """What the model is."""
        ...

    async def picture(self, request: ImageRequest) -> ImageAnswer:
        """Answer, or raise :class:`~matinee.errors.Unavailable`."""
        ...
