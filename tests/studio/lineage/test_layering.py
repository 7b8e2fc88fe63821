"""In the picture of a lineage all stands right of what came of it, and no ring is followed."""

from matinee.studio.lineage.layering import layered
from matinee.studio.lineage.model import Edge, Graph, Node, NodeKind, Relation


def _graph(*ways: str) -> Graph:
    keys = dict.fromkeys("".join(ways))
    nodes = tuple(Node(key, NodeKind.INPUT, key, key) for key in keys)
    edges = tuple(Edge(way[0], way[1], Relation.MADE_OF) for way in ways)
    return Graph(ways[0][0], nodes, edges)


def test_a_node_stands_right_of_all_that_came_of_it() -> None:
    found = layered(_graph("ab", "ac", "bd", "cd", "de", "ae"))
    assert [set(column) for column in found] == [{"a"}, {"b", "c"}, {"d"}, {"e"}]


def test_lines_are_kept_short_within_a_column() -> None:
    assert layered(_graph("ab", "ac", "cd", "be")) == [["a"], ["c", "b"], ["d", "e"]]


def test_bytes_that_were_made_of_themselves_stand_once() -> None:
    assert layered(_graph("ab", "bb", "bc", "cb")) == [["a"], ["b"], ["c"]]
