"""One thing under two names, or twice in a scene, is one element."""

from collections.abc import Sequence

from matinee.studio.breakdown.model import Category, Found, Method
from matinee.studio.screenplay.model import Script, printed


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


def spoken_of_again(
    found: Sequence[Found], script: Script, cast: Sequence[str]
) -> tuple[Found, ...]:
    """Without what only takes up again what is there: *the car*, which is the taxi; *the kids*.

    Only a phrase with *the* or a like word does, and only after something of its category that is
    broader or narrower by its word, or stands for the scene's people.
    """
    kept: list[Found] = []
    for one in found:
        if one.implied or not _is_definite(one, script):
            kept.append(one)
            continue
        before = [other for other in kept if other.category is one.category]
        if one.category is Category.BACKGROUND:
            people = any(not other.implied for other in before)
            if one.head in _OF_PEOPLE and (people or len(cast) > 1):
                continue
            if one.name.lower().endswith(one.head) and one.head not in _GROUPS:
                continue  # *the engineer* is somebody who was spoken of
        elif any(other.implied and other.method is Method.EMBEDDING for other in before):
            continue  # *the plane*, in a scene that plays in it
        elif any(_is_broader(one.head, o.head) or _is_broader(o.head, one.head) for o in before):
            continue
        kept.append(one)
    return tuple(kept)


_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "other"})
_OF_PEOPLE = frozenset(
    {"crowd", "kid", "boy", "girl", "man", "woman", "couple", "group", "audience", "guest",
     "people", "child", "gang", "family", "lady", "gentleman", "boys", "girls", "mob",
     "patient", "doctor"}
)  # fmt: skip
_GROUPS = frozenset(
    {"crowd", "band", "brass band", "crew", "choir", "class", "audience", "orchestra", "family",
     "congregation", "people", "staff", "team", "jury", "townspeople", "townsfolk"}
)  # fmt: skip
_ANY = frozenset({"animal", "beast", "creature", "vehicle", "automobile"})


def _is_definite(one: Found, script: Script) -> bool:
    if one.element < 0 or one.end == 0:
        return False
    text = printed(script.elements[one.element].text)
    before = text[: one.start].lower().split()[-1:]
    return bool(before) and before[0].strip("(-") in _DEFINITE


def _is_broader(one: str, other: str) -> bool:
    """Whether one word says less than the other of the same thing."""
    if one == other:
        return False
    if one in _ANY or other.endswith(f" {one}"):
        return True
    seen = other
    while seen in _BROADER:
        seen = _BROADER[seen]
        if seen == one:
            return True
    return False


_BROADER = {
    "collie": "dog", "puppy": "dog", "hound": "dog", "terrier": "dog", "kitten": "cat",
    "mare": "horse", "stallion": "horse", "pony": "horse",
    "trawler": "boat", "ferry": "boat", "launch": "boat",
    "yacht": "boat", "car ferry": "ferry",
    "dinghy": "boat", "sedan": "car", "coupe": "car", "lorry": "truck", "convertible": "car",
    "taxi": "car", "cab": "car", "limousine": "car", "hearse": "car", "station wagon": "car",
    "chevrolet": "car", "cadillac": "car", "porsche": "car", "buick": "car", "dodge": "car",
    "volkswagen": "car", "mercedes": "car", "jeep": "car", "pickup": "truck", "minivan": "van",
    "airplane": "plane", "aeroplane": "plane", "jet": "plane", "airliner": "plane",
    "biplane": "plane", "seaplane": "plane", "chopper": "helicopter", "motorcycle": "bike",
    "motorbike": "bike", "bicycle": "bike", "rowboat": "boat", "canoe": "boat",
    "sailboat": "boat", "motorboat": "boat", "speedboat": "boat", "schooner": "ship",
    "locomotive": "train", "wedding band": "ring", "wedding ring": "ring",
    "engagement ring": "ring", "catfish": "fish", "goldfish": "fish", "trout": "fish",
    "salmon": "fish", "shark": "fish", "carp": "fish", "poodle": "dog", "bulldog": "dog",
    "mutt": "dog", "greyhound": "dog", "calf": "cow", "bull": "cow", "lamb": "sheep",
    "ewe": "sheep", "gull": "bird", "seagull": "bird", "pigeon": "bird", "crow": "bird",
    "raven": "bird", "owl": "bird", "eagle": "bird", "parrot": "bird", "hen": "chicken",
    "rooster": "chicken", "revolver": "gun", "pistol": "gun", "rifle": "gun", "shotgun": "gun",
    "cell phone": "phone", "telephone": "phone", "handset": "phone", "receiver": "phone",
    "envelope": "letter", "flashlight": "torch", "suitcase": "bag", "briefcase": "bag",
    "satchel": "bag",
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
