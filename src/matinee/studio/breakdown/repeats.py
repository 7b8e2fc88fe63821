"""One thing under two names, or twice in a scene, is one element."""

from collections.abc import Sequence

from matinee.studio.breakdown.model import Category, Found


def without_doubles(found: Sequence[Found], things: dict[str, tuple[Category, str]]) -> list[Found]:
    """The donkey is Biscuit where Biscuit is; a lamp that is carried does not also stand there."""
    named = {
        (category, word)
        for one in found
        if (known := things.get(one.head.upper()))
        for category, word in (known, (known[0], _BROADER.get(known[1], known[1])))
    }
    carried = {one.head for one in found if one.category is Category.PROPS}
    return [
        one
        for one in found
        if not (
            ((one.category, one.head) in named and one.head.upper() not in things)
            or (one.category is Category.DRESSING and one.head in carried)
        )
    ]


_BROADER = {
    "collie": "dog", "puppy": "dog", "hound": "dog", "terrier": "dog", "kitten": "cat",
    "mare": "horse",
    "stallion": "horse", "pony": "horse", "trawler": "boat", "ferry": "boat", "launch": "boat",
    "yacht": "boat", "car ferry": "ferry",
    "dinghy": "boat", "sedan": "car", "coupe": "car", "lorry": "truck",
}  # fmt: skip


def once(found: Sequence[Found]) -> list[Found]:
    """Each thing once a scene and category: what is written before what is only meant."""
    kept: dict[tuple[Category, str], Found] = {}
    for one in found:
        key = (one.category, one.name.lower() if one.category is Category.STUNTS else one.head)
        before = kept.get(key)
        if before is None or (before.implied and not one.implied):
            kept[key] = one
    return list(kept.values())
