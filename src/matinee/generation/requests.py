"""What is asked of a model, by modality: each says its bytes, its material and what it needs."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol, cast

from matinee.errors import Invalid
from matinee.generation.canonical import canonical
from matinee.generation.model import Ability, input_hash

LONGEST_PROMPT = 50_000
MOST_TOKENS = 8_192
SMALLEST_SIDE, LARGEST_SIDE = 64, 4_096
MOST_FRAMES = 2_000
OLDEST = 110
MOST_STEPS = 100_000
_HEX = frozenset("0123456789abcdef")
_LOCAL = ("$ref", "$dynamicRef", "$recursiveRef")


class Request(Protocol):
    """What the door must know of any request."""

    def bytes(self) -> bytes:
        """The canonical bytes, which differ wherever two requests differ."""
        ...

    def made_of(self) -> tuple[str, ...]:
        """What goes into it, by SHA-256 in hex: the picture that is edited first."""
        ...

    def needs(self) -> frozenset[Ability]:
        """What a model must be able to do for it."""
        ...

    def words(self) -> tuple[str, ...]:
        """Every text in it, each of which may name what is not cleared (rule R7)."""
        ...


def inputs_of(request: Request) -> frozenset[str]:
    """What a permit must name for a request: its own hash, and those of all that goes into it."""
    return frozenset({input_hash(request.bytes()), *request.made_of()})


@dataclass(frozen=True, slots=True)
class TextRequest:
    """A text to be written: instructions, prompt, and the JSON schema that the answer must meet.

    ``material`` names outputs that the prompt was made of, so that the text falls with them.
    """

    prompt: str
    instructions: str = ""
    schema: Mapping[str, Any] | None = None
    max_tokens: int = 512
    temperature: float = 0.2
    seed: int | None = None
    material: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.prompt) + len(self.instructions) <= LONGEST_PROMPT:
            _no(f"A prompt has 1 to {LONGEST_PROMPT:,} characters.", "Shorten it.", "prompt")
        if not 1 <= self.max_tokens <= MOST_TOKENS:
            _no(f"An answer has 1 to {MOST_TOKENS:,} tokens.", "Ask less.", "max_tokens")
        if not (math.isfinite(self.temperature) and 0 <= self.temperature <= 2):
            _no("A temperature lies between 0 and 2.", "Correct it.", "temperature")
        _require_hashes(self.material)
        if self.schema is not None:
            # A copy of its own: what is hashed into a permit cannot be changed afterwards.
            object.__setattr__(self, "schema", _own_schema(self.schema))
        self.bytes()

    def bytes(self) -> bytes:
        """The canonical bytes."""
        return canonical(
            "matinee text request v1",
            {
                "prompt": self.prompt,
                "instructions": self.instructions,
                "schema": self.schema,
                "max_tokens": self.max_tokens,
                "temperature": float(self.temperature),
                "seed": self.seed,
                "material": self.material,
            },
        )

    def made_of(self) -> tuple[str, ...]:
        """The outputs that the prompt was made of."""
        return self.material

    def needs(self) -> frozenset[Ability]:
        """A seed only where one is given: a schema is checked whoever answers."""
        return frozenset() if self.seed is None else frozenset({Ability.SEED})

    def words(self) -> tuple[str, ...]:
        """Instructions and prompt, and whatever the schema says in words."""
        said = () if self.schema is None else tuple(_texts(self.schema))
        return (self.instructions, self.prompt, *said)


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """A picture to be made: prompt, size in pixels, and the pictures it starts from (PNG).

    With a source it is an edit; a mask (white where it may change) has the source's size.
    """

    prompt: str
    width: int = 1024
    height: int = 1024
    source: bytes | None = field(default=None, repr=False)
    mask: bytes | None = field(default=None, repr=False)
    seed: int | None = None
    material: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.prompt) <= LONGEST_PROMPT:
            _no("A picture needs a prompt.", "Describe it.", "prompt")
        for name, side in (("width", self.width), ("height", self.height)):
            if not SMALLEST_SIDE <= side <= LARGEST_SIDE or side % 8:
                _no(
                    f"A {name} of {side} pixels cannot be made.",
                    f"Give a multiple of 8 from {SMALLEST_SIDE} to {LARGEST_SIDE}.",
                    name,
                )
        if self.mask is not None and self.source is None:
            _no("A mask needs the picture that it lies on.", "Give the source too.", "mask")
        _require_hashes(self.material)
        self.bytes()

    def bytes(self) -> bytes:
        """The canonical bytes; pictures stand in them by their SHA-256."""
        return canonical(
            "matinee image request v1",
            {
                "prompt": self.prompt,
                "width": self.width,
                "height": self.height,
                "source": _digest(self.source),
                "mask": _digest(self.mask),
                "seed": self.seed,
                "material": self.material,
            },
        )

    def made_of(self) -> tuple[str, ...]:
        """The source, the mask, and whatever else went into it."""
        pictures = (_digest(self.source), _digest(self.mask))
        return (*(each for each in pictures if each is not None), *self.material)

    def needs(self) -> frozenset[Ability]:
        """What of it a model could otherwise only ignore."""
        asked = {
            Ability.SOURCE: self.source,
            Ability.MASK: self.mask,
            Ability.SEED: self.seed,
        }
        return frozenset(ability for ability, value in asked.items() if value is not None)

    def words(self) -> tuple[str, ...]:
        """The prompt."""
        return (self.prompt,)


@dataclass(frozen=True, slots=True)
class ReageRequest:
    """Faces to be made older or younger: frames of one shot (PNG, one size), and ages in years."""

    frames: tuple[bytes, ...] = field(repr=False)
    from_age: int
    to_age: int
    material: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.frames) <= MOST_FRAMES:
            _no(f"A shot has 1 to {MOST_FRAMES:,} frames.", "Cut it into shots.", "frames")
        for name, age in (("from_age", self.from_age), ("to_age", self.to_age)):
            if not 1 <= age <= OLDEST:
                _no(f"An age of {age} years cannot be made.", f"Give 1 to {OLDEST}.", name)
        _require_hashes(self.material)

    def bytes(self) -> bytes:
        """The canonical bytes; frames stand in them by their SHA-256, in their order."""
        return canonical(
            "matinee re-ageing request v1",
            {
                "frames": [input_hash(frame) for frame in self.frames],
                "from_age": self.from_age,
                "to_age": self.to_age,
                "material": self.material,
            },
        )

    def made_of(self) -> tuple[str, ...]:
        """What the shot was cut from where that is named, else every frame."""
        return self.material or tuple(dict.fromkeys(map(input_hash, self.frames)))

    def needs(self) -> frozenset[Ability]:
        """Nothing that a re-ageing model could ignore."""
        return frozenset()

    def words(self) -> tuple[str, ...]:
        """There is no prompt."""
        return ()


@dataclass(frozen=True, slots=True)
class Retouch:
    """What a procedure does to a face, by a strength that is keyed over time.

    ``lines``, ``tone`` and ``shadows`` are taken away, 0 to 1 of each; ``jaw``, ``chin``, ``brows``
    and ``mouth`` are moved, -1 (they sag) to 1 (firmed, lifted). ``strengths`` are numbers of
    frames, from 0, each with its strength from 0 to 1.
    """

    lines: float = 0.8
    tone: float = 0.6
    shadows: float = 0.5
    strengths: tuple[tuple[int, float], ...] = ((0, 1.0),)
    jaw: float = 0.0
    chin: float = 0.0
    brows: float = 0.0
    mouth: float = 0.0

    @property
    def form(self) -> dict[str, float]:
        """How far each part of the face is moved, of those that are moved at all."""
        parts = {"jaw": self.jaw, "chin": self.chin, "brows": self.brows, "mouth": self.mouth}
        return {name: float(far) for name, far in parts.items() if far}

    def told(self) -> dict[str, Any]:
        """By name, as it is hashed and kept: parts that are not moved are left out."""
        taken = {name: float(getattr(self, name)) for name in ("lines", "tone", "shadows")}
        return {**taken, "strengths": self.strengths, **self.form}


@dataclass(frozen=True, slots=True)
class CarryRequest:
    """Painted key frames to be carried through a shot: frames, mattes and keys (PNG, one size).

    A matte is white where the face may change. ``keys`` are the artist's pictures, each with the
    number of its frame, from 0; ``steps`` is how long a network learns from them. With ``retouch``
    the shot is retouched by a procedure instead, with ``ages`` its face is brought from one age to
    another.
    """

    frames: tuple[bytes, ...] = field(repr=False)
    mattes: tuple[bytes, ...] = field(repr=False)
    keys: tuple[tuple[int, bytes], ...] = field(repr=False)
    steps: int = 2_400
    seed: int = 0
    material: tuple[str, ...] = ()
    retouch: Retouch | None = None
    ages: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        for age in self.ages or ():
            if not 1 <= age <= OLDEST:
                _no(f"An age of {age} years cannot be made.", f"Give 1 to {OLDEST}.", "ages")
        if not 1 <= len(self.frames) <= MOST_FRAMES:
            _no(f"A shot has 1 to {MOST_FRAMES:,} frames.", "Cut it into shots.", "frames")
        if len(self.mattes) != len(self.frames):
            _no("Every frame has a matte, and no other.", "Give as many as frames.", "mattes")
        numbers = [number for number, _ in self.keys]
        if len(set(numbers)) != len(numbers) or not all(
            0 <= number < len(self.frames) for number in numbers
        ):
            _no("A key frame is one of the shot's, once.", "Number it from 0.", "keys")
        if not 1 <= self.steps <= MOST_STEPS:
            _no(f"A network learns in 1 to {MOST_STEPS:,} steps.", "Ask for less.", "steps")
        _require_hashes(self.material)

    def bytes(self) -> bytes:
        """The canonical bytes; pictures stand in them by their SHA-256, in their order."""
        return canonical(
            "matinee carrying request v1",
            {
                "frames": [input_hash(frame) for frame in self.frames],
                "mattes": [input_hash(matte) for matte in self.mattes],
                "keys": [[number, input_hash(key)] for number, key in sorted(self.keys)],
                "steps": self.steps,
                "seed": self.seed,
                "material": self.material,
                **({} if self.retouch is None else {"retouch": self.retouch.told()}),
                **({} if self.ages is None else {"ages": self.ages}),
            },
        )

    def made_of(self) -> tuple[str, ...]:
        """What the shot was taken from where that is named, else every picture."""
        pictures = (*self.frames, *self.mattes, *(key for _, key in self.keys))
        return self.material or tuple(dict.fromkeys(map(input_hash, pictures)))

    def needs(self) -> frozenset[Ability]:
        """A mask, since what lies outside the matte is not to change, and what is done within."""
        within = Ability.SEED if self.retouch is None else Ability.RETOUCH
        return frozenset({Ability.MASK, within if self.ages is None else Ability.AGES})

    def words(self) -> tuple[str, ...]:
        """There is no prompt."""
        return ()


def _own_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    try:
        own = json.loads(json.dumps(dict(schema), allow_nan=False))
    except (TypeError, ValueError, RecursionError) as problem:
        raise Invalid(
            f"The schema is no JSON: {problem}.", remedy="Write it as JSON Schema.", field="schema"
        ) from problem
    if own != schema:
        _no("The schema is no JSON.", "Write it as JSON Schema.", "schema")
    _require_local(own)
    return cast("dict[str, Any]", own)


def _require_local(part: Any) -> None:
    """A schema that names another address would have it fetched: none may."""
    if isinstance(part, dict):
        inner = cast("dict[str, Any]", part)
        for name in _LOCAL:
            if isinstance(inner.get(name), str) and not inner[name].startswith("#"):
                _no("A schema refers to nothing outside itself.", "Write it out.", "schema")
        for value in inner.values():
            _require_local(value)
    elif isinstance(part, list):
        for value in cast("list[Any]", part):
            _require_local(value)


def _texts(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        inner = cast("dict[str, Any]", part)
        return [*inner, *(text for value in inner.values() for text in _texts(value))]
    if isinstance(part, list):
        return [text for value in cast("list[Any]", part) for text in _texts(value)]
    return []


def _digest(content: bytes | None) -> str | None:
    return None if content is None else input_hash(content)


def _require_hashes(material: tuple[str, ...]) -> None:
    if not all(len(each) == 64 and set(each) <= _HEX for each in material):
        _no("Material is named by its SHA-256 in hex.", "Give the hash.", "material")


def _no(sentence: str, remedy: str, named: str) -> NoReturn:
    raise Invalid(sentence, remedy=remedy, field=named)
