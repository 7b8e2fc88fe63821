"""The picture of a lineage: where each box and each line of it lies, in pixels."""

from collections.abc import Mapping
from typing import Any

from matinee.studio.lineage.model import Graph
from matinee.studio.lineage.service import layered

WIDE, HIGH = 196, 56
_ASIDE, _APART, _EDGE = 52, 18, 8
_LONGEST = 24


def drawn(graph: Graph) -> Mapping[str, Any]:
    """What the template draws: boxes by column from the left, and the lines between them."""
    columns = layered(graph)
    tallest = max(len(column) for column in columns)
    nodes = {node.key: node for node in graph.nodes}
    place: dict[str, tuple[int, int]] = {}
    for at, column in enumerate(columns):
        above = (tallest - len(column)) * (HIGH + _APART) // 2
        for row, key in enumerate(column):
            left = _EDGE + at * (WIDE + _ASIDE)
            place[key] = (left, _EDGE + above + row * (HIGH + _APART))
    number = {key: at for at, key in enumerate(key for column in columns for key in column)}
    return {
        "width": 2 * _EDGE + len(columns) * (WIDE + _ASIDE) - _ASIDE,
        "height": 2 * _EDGE + tallest * (HIGH + _APART) - _APART,
        "boxes": [
            {
                "x": place[key][0],
                "y": place[key][1],
                "number": at,
                "node": nodes[key],
                "called": _short(nodes[key].name),
                "below": [(edge.relation, number[edge.below]) for edge in graph.below(key)],
            }
            for key, at in number.items()
        ],
        "lines": [_line(place[edge.above], place[edge.below]) for edge in graph.edges],
    }


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _line(above: tuple[int, int], below: tuple[int, int]) -> str:
    """From the right of what came to the left of what it came of."""
    begins, ends = (above[0] + WIDE, above[1] + HIGH // 2), (below[0], below[1] + HIGH // 2)
    middle = (begins[0] + ends[0]) // 2
    return f"M{begins[0]},{begins[1]} C{middle},{begins[1]} {middle},{ends[1]} {ends[0]},{ends[1]}"
