"""Where the nodes of a lineage stand: columns by the longest way from its root. Pure.

The layered drawing of Sugiyama, Tagawa and Toda (1981) in its plainest form: each node stands right
of all that came of it, and within its column near those.
"""

from statistics import mean

from matinee.studio.lineage.model import Graph


def layered(graph: Graph) -> list[list[str]]:
    """The keys of the nodes that the root leads to, column by column, from the top down.

    A model may answer with the very bytes that it was given, so a way may lead back to where it
    began; such a step moves nothing.
    """
    order = _from_the_root(graph)
    turn = {key: place for place, key in enumerate(order)}
    column = dict.fromkeys(order, 0)
    above: dict[str, list[str]] = {key: [] for key in order}
    for key in order:
        for edge in graph.below(key):
            if turn[edge.below] > turn[key]:
                column[edge.below] = max(column[edge.below], column[key] + 1)
                above[edge.below].append(key)
    columns: list[list[str]] = []
    row: dict[str, int] = {}
    for place in range(max(column.values()) + 1):
        held = sorted(
            (key for key in order if column[key] == place),
            key=lambda key: mean(row[each] for each in above[key]) if above[key] else 0,
        )
        row |= {key: at for at, key in enumerate(held)}
        columns.append(held)
    return columns


def _from_the_root(graph: Graph) -> list[str]:
    """Each node once, after all that came of it, as far as the ways do not lead back."""
    done: list[str] = []
    begun = {graph.root}
    waiting = [(graph.root, iter(graph.below(graph.root)))]
    while waiting:
        key, edges = waiting[-1]
        edge = next(edges, None)
        if edge is None:
            done.append(key)
            waiting.pop()
        elif edge.below not in begun:
            begun.add(edge.below)
            waiting.append((edge.below, iter(graph.below(edge.below))))
    return done[::-1]
