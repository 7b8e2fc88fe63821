"""Instances as they are published: MiniZinc data and CSPLib's problem 39 as JSON."""

import json
import re
from typing import Any, cast

import numpy as np

from matinee.errors import Invalid
from matinee.studio.schedule.talent.model import Instance

_MOST_CHARACTERS = 1_000_000
_ASSIGNMENT = re.compile(r"(\w+)\s*=\s*(\[\|.*?\|\s*\]|\[.*?\]|[^;]*?)\s*;", re.DOTALL)
_NUMBER = re.compile(r"-?\d+")


def read_minizinc(text: str) -> Instance:
    """Read ``ia`` (or ``rehearsal``-like 0/1 matrix), ``c`` and ``d`` from a .dzn file.

    Raises:
        Invalid: naming the value that lacks or does not fit.
    """
    if len(text) > _MOST_CHARACTERS:
        raise Invalid("The file is larger than a million characters.", field="file")
    plain = re.sub(r"%[^\n]*", "", text)
    values = {match[1]: match[2] for match in _ASSIGNMENT.finditer(plain)}
    for name in ("ia", "c", "d"):
        if name not in values:
            raise Invalid(f"The value {name} is missing.", field=name)
    rows = [
        [int(number) for number in _NUMBER.findall(row)]
        for row in values["ia"].strip("[]").split("|")
        if _NUMBER.search(row)
    ]
    return _instance(rows, _numbers(values["c"]), _numbers(values["d"]))


def read_csplib(text: str) -> Instance:
    """Read ``in``, ``cost`` and ``dur`` from a JSON object."""
    if len(text) > _MOST_CHARACTERS:
        raise Invalid("The file is larger than a million characters.", field="file")
    try:
        record: Any = json.loads(text)
    except ValueError as error:
        raise Invalid(f"This is not JSON: {error}.", field="file") from error
    if not isinstance(record, dict):
        raise Invalid("An instance is a JSON object.", field="file")
    fields = cast("dict[str, Any]", record)
    for name in ("in", "cost", "dur"):
        if not isinstance(fields.get(name), list):
            raise Invalid(f"The list {name} is missing.", field=name)
    return _instance(fields["in"], fields["cost"], fields["dur"])


def _numbers(text: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(text)]


def _instance(rows: list[list[int]], wages: list[int], days: list[int]) -> Instance:
    try:
        cast_matrix = np.array(rows, dtype=np.int64)
        wage_row, day_row = np.array(wages, dtype=np.int64), np.array(days, dtype=np.int64)
    except (TypeError, ValueError, OverflowError) as error:
        raise Invalid(
            "Rows of whole numbers, all of one length, are needed.", field="in"
        ) from error
    if cast_matrix.ndim != 2 or not np.isin(cast_matrix, (0, 1)).all():
        raise Invalid("Who is in which scene is a matrix of 0 and 1.", field="in")
    return Instance(cast_matrix.astype(np.bool_), wage_row, day_row)
