"""A permit binds all that is in a request, because no two requests share their bytes."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.errors import Invalid
from matinee.generation.canonical import canonical
from matinee.generation.requests import ImageRequest, ReageRequest, Request, TextRequest, inputs_of

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=6)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | WORDS
    | st.binary(max_size=6)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
)
JSON = st.dictionaries(
    WORDS.filter(lambda word: not word.startswith("$")),
    st.integers() | WORDS | st.booleans(),
    max_size=3,
)
DIGEST = st.sampled_from(["ab" * 32, "cd" * 32])
TEXTS = st.builds(
    TextRequest,
    prompt=WORDS.filter(bool),
    instructions=WORDS,
    schema=st.none() | JSON,
    max_tokens=st.integers(1, 4),
    temperature=st.sampled_from([0.0, 0.2, 1.0]),
    seed=st.none() | st.integers(0, 3),
    material=st.lists(DIGEST, max_size=2).map(tuple),
)
PICTURE = st.binary(max_size=2)
IMAGES = st.builds(
    ImageRequest,
    prompt=WORDS.filter(bool),
    width=st.sampled_from([64, 128]),
    height=st.sampled_from([64, 128]),
    source=PICTURE,
    mask=st.none() | PICTURE,
    seed=st.none() | st.integers(0, 3),
    material=st.lists(DIGEST, max_size=2).map(tuple),
)
SHOTS = st.builds(
    ReageRequest,
    frames=st.lists(PICTURE, min_size=1, max_size=3).map(tuple),
    from_age=st.integers(1, 3),
    to_age=st.integers(1, 3),
    material=st.lists(DIGEST, max_size=1).map(tuple),
)


def read(raw: bytes) -> tuple[Any, bytes]:
    """One value from its bytes, and what follows it: what can be read back says one thing only."""
    kind, size = raw[:1], struct.unpack(">Q", raw[1:9])[0]
    rest = raw[9:]
    if kind in {b"L", b"M"}:
        parts: list[Any] = []
        for _ in range(size * (2 if kind == b"M" else 1)):
            part, rest = read(rest)
            parts.append(part)
        return (parts if kind == b"L" else dict(zip(parts[::2], parts[1::2], strict=True))), rest
    content = rest[:size]
    ways: dict[bytes, Callable[[bytes], Any]] = {
        b"N": lambda _: None,
        b"T": lambda one: one == b"1",
        b"I": int,
        b"F": lambda eight: struct.unpack(">d", eight)[0],
        b"S": bytes.decode,
        b"B": bytes,
    }
    return ways[kind](content), rest[size:]


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same kinds all the way down: 1, 1.0 and True are three values."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@given(fields=st.dictionaries(WORDS, VALUES, max_size=4), title=WORDS)
def test_the_bytes_of_a_request_read_back_to_exactly_it(fields: dict[str, Any], title: str) -> None:
    said, rest = read(canonical(title, fields))
    found, end = read(rest)
    assert (said, end) == (title, b"")
    assert same(found, fields)


@given(one=TEXTS | IMAGES | SHOTS, other=TEXTS | IMAGES | SHOTS)
def test_two_requests_that_differ_never_share_their_bytes(one: Request, other: Request) -> None:
    assert (one.bytes() == other.bytes()) == (one == other)
    assert (inputs_of(one) == inputs_of(other)) == (one == other)


@given(whole=WORDS, cut=st.integers(0, 6), other=st.integers(0, 6))
def test_words_that_move_between_instructions_and_prompt_are_another_request(
    whole: str, cut: int, other: int
) -> None:
    text = f"a{whole}b"
    one = TextRequest(text[cut:] or "x", text[:cut])
    two = TextRequest(text[other:] or "x", text[:other])
    assert (one.bytes() == two.bytes()) == (one == two)


BASE = ImageRequest("a station", 64, 64, source=b"plate", mask=b"mask", seed=1)


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "a harbour"}, {"width": 128}, {"height": 128}, {"source": b"other"},
        {"mask": b"other"}, {"mask": None}, {"seed": 2}, {"seed": None}, {"material": ("ab" * 32,)},
    ],
)  # fmt: skip
def test_every_part_of_an_edit_is_bound(change: dict[str, Any]) -> None:
    assert not inputs_of(replace(BASE, **change)) <= inputs_of(BASE)


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "b"}, {"instructions": "c"}, {"schema": {"type": "object"}}, {"max_tokens": 9},
        {"temperature": 0.3}, {"seed": 0}, {"material": ("ab" * 32,)},
    ],
)  # fmt: skip
def test_every_part_of_a_text_is_bound(change: dict[str, Any]) -> None:
    text = TextRequest("a")
    assert not inputs_of(replace(text, **change)) <= inputs_of(text)


def test_the_picture_that_is_edited_is_what_the_output_is_made_of() -> None:
    source, mask = BASE.made_of()
    assert source != mask
    assert {source, mask} < inputs_of(BASE)
    assert replace(BASE, mask=None).made_of() == (source,)


def test_a_schema_that_its_owner_changes_later_is_still_the_one_that_was_bound() -> None:
    schema: dict[str, Any] = {"type": "object", "required": ["line"]}
    request = TextRequest("a", schema=schema)
    before = request.bytes()
    schema["required"].append("more")
    assert request.bytes() == before
    assert request.schema == {"type": "object", "required": ["line"]}


def deep(levels: int) -> dict[str, Any]:
    return {"properties": deep(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: TextRequest("half a \ud83d"), None),
        (lambda: TextRequest("a", instructions="\udc00"), None),
        (lambda: TextRequest("a", temperature=float("nan")), "temperature"),
        (lambda: TextRequest("a", temperature=float("inf")), "temperature"),
        (lambda: TextRequest("a", schema={"x": float("nan")}), "schema"),
        (lambda: TextRequest("a", schema={"x": b"bytes"}), "schema"),
        (lambda: TextRequest("a", schema={"$ref": "http://127.0.0.1/schema"}), "schema"),
        (lambda: TextRequest("a", schema={"x": [{"$ref": "file:///etc/passwd"}]}), "schema"),
        (lambda: TextRequest("a", schema=deep(200)), None),
        (lambda: TextRequest("a", material=("not a hash",)), "material"),
        (lambda: ImageRequest("a", 64, 64, mask=b"m"), "mask"),
        (lambda: ReageRequest((), 40, 20), "frames"),
        (lambda: ReageRequest((b"f",), 40, 0), "to_age"),
    ],
)
def test_what_cannot_be_bound_is_refused(make: Callable[[], object], field: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        make()
    assert field is None or refused.value.field == field
