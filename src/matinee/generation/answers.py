"""What a provider is, and what it answers, by modality: not yet validated, seen by nobody."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from matinee.generation.model import ModelProfile
from matinee.generation.requests import CarryRequest, ImageRequest, ReageRequest, TextRequest


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a call cost, as the provider counts it; none where it does not say."""

    prompt: int = 0
    answer: int = 0


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What a text model wrote."""

    text: str
    tokens: Tokens = Tokens()


@dataclass(frozen=True, slots=True)
class ImageAnswer:
    """A picture as the provider sent it."""

    content: bytes = field(repr=False)
    tokens: Tokens = Tokens()


@dataclass(frozen=True, slots=True)
class ReageAnswer:
    """The frames of a shot as PNG, as many as were given and in their order.

    ``stated`` is what a server said of the model that answered: its own word.
    """

    frames: tuple[bytes, ...] = field(repr=False)
    tokens: Tokens = Tokens()
    stated: str = ""


class Provider(Protocol):
    """Any engine."""

    @property
    def profile(self) -> ModelProfile:
        """What the model is."""
        ...

    async def ready(self) -> None:
        """Load what has to be loaded; :class:`~matinee.errors.Unavailable` where it cannot be.

        It is asked before a permit is spent. A server is not called for it.
        """
        ...

    async def close(self) -> None:
        """Let go of whatever it holds: connections, threads, weights."""
        ...


class TextProvider(Provider, Protocol):
    """An engine that writes."""

    async def write(self, request: TextRequest) -> TextAnswer:
        """Answer, or raise :class:`~matinee.errors.Unavailable`."""
        ...


class ImageProvider(Provider, Protocol):
    """An engine that makes pictures."""

    async def picture(self, request: ImageRequest) -> ImageAnswer:
        """Answer, or raise :class:`~matinee.errors.Unavailable`."""
        ...


class ReageProvider(Provider, Protocol):
    """An engine that makes faces older or younger."""

    async def reage(self, request: ReageRequest) -> ReageAnswer:
        """Answer, or raise :class:`~matinee.errors.Unavailable`."""
        ...


Heed: TypeAlias = Callable[[], Awaitable[None]]
"""Asked before a picture leaves for a model: raises :class:`~matinee.errors.Denied` once its
permit, or the consent that it rests on, has ended."""


class Bench(Protocol):
    """What whoever calls lends an engine for long work: a place to keep things, and somebody told.

    What is kept shows a face as much as the answer does. Whoever lends the bench seals it, and sees
    to it that it can be destroyed; keeping raises :class:`~matinee.errors.Denied` once that was.
    """

    async def kept(self, name: str) -> bytes | None:
        """What an earlier attempt at this very request kept under a name."""
        ...

    async def keep(self, name: str, content: bytes) -> None:
        """Keep something from which a later attempt may go on."""
        ...

    def told(self, stage: str, done: int, of: int) -> None:
        """How far it is: so many of so many steps or frames. Called from any thread.

        It raises where the work is to stop, and the engine lets that through.
        """
        ...


MADE, EDITED = "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"
ENHANCED = "algorithmicallyEnhanced"
"""Digital source types (IPTC): made by a model, edited by one, enhanced by a procedure."""


class CarryProvider(Provider, Protocol):
    """An engine that works on the face of a shot: carries painted keys through it, or retouches.

    ``makes`` is the digital source type of what comes of it.
    """

    @property
    def makes(self) -> str:
        """:data:`EDITED` by a model, or :data:`ENHANCED` by a procedure."""
        ...

    async def carry(self, request: CarryRequest, bench: Bench, heed: Heed, /) -> ReageAnswer:
        """Answer, or raise :class:`~matinee.errors.Unavailable`.

        Whoever sends a picture to somebody else asks ``heed`` before each.
        """
        ...
