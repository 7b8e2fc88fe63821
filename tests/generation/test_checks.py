"""What a model says is foreign input, and never leaves the door as it came."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.errors import Unavailable
from matinee.generation.checks import valid_json, valid_text

ANY: dict[str, Any] = {"type": "object"}


@pytest.mark.parametrize(
    "hidden",
    [
        "\u202e", "\u202a", "\u2066", "\u2069", "\u2028", "\ufeff", "\U000e0041", "\x00", "\x1b",
        "\x85", "\ud83d", "\r", "\x7f",
    ],
)  # fmt: skip
def test_a_character_that_nobody_sees_is_refused_in_text_and_within_json(hidden: str) -> None:
    with pytest.raises(Unavailable, match="not what was asked"):
        valid_text(f"A night {hidden}train.", longest=100)
    for answer in ({"line": hidden}, {hidden: "line"}, {"list": [{"deep": f"a{hidden}b"}]}):
        with pytest.raises(Unavailable, match="not what was asked"):
            valid_json(json.dumps(answer), ANY)


@pytest.mark.parametrize("text", ["עברית\u200f!", "सन्\u200dयास", "👩\u200d🚀", "a\tb\nc", "naïve"])
def test_what_scripts_need_stays(text: str) -> None:
    assert valid_text(text, longest=100) == text
    assert valid_json(json.dumps({"line": text}), ANY) == {"line": text}


def test_line_ends_of_another_system_become_ours() -> None:
    assert valid_text("one\r\ntwo", longest=100) == "one\ntwo"


@pytest.mark.parametrize(
    "answer",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"a":' + "[" * 65 + "]" * 65 + "}",
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1e999}',
        '{"a": 1, "a": 2}',
        '{"a": 1} trailing',
        "{'a': 1}",
        "[]",
        '"text"',
        '{"a": ' + "9" * 5000 + "}",
        "\ufeff{}",
    ],
)
def test_json_that_would_break_its_reader_is_refused(answer: str) -> None:
    with pytest.raises(Unavailable, match="not what was asked") as refused:
        valid_json(answer, ANY)
    assert len(refused.value.sentence) < 500


def test_brackets_within_strings_are_no_depth() -> None:
    answer = {"line": "[" * 1000 + '"' + "\\"}
    assert valid_json(json.dumps(answer), ANY) == answer


def test_a_complaint_does_not_repeat_what_was_hidden_at_length() -> None:
    schema = {"properties": {"line": {"type": "string", "maxLength": 5}}}
    with pytest.raises(Unavailable) as refused:
        valid_json(json.dumps({"line": "x" * 10_000}), schema)
    assert len(refused.value.sentence) < 500


@given(text=st.text(alphabet=st.characters(), max_size=60))
def test_whatever_is_said_either_leaves_as_unicode_or_is_unavailable(text: str) -> None:
    try:
        tidy = valid_text(text, longest=50)
    except Unavailable:
        return
    assert tidy.encode().decode() == tidy


@given(value=st.recursive(st.text(max_size=5) | st.floats() | st.none(), st.lists, max_leaves=9))
def test_any_json_is_either_given_or_unavailable(value: Any) -> None:
    try:
        given_back = valid_json(json.dumps({"a": value}), ANY)
    except Unavailable:
        return
    assert given_back == {"a": value}
