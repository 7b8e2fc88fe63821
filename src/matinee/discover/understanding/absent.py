"""Who is away: ``the kids are at their nan's``, ``my wife's out tonight``; no company, no age."""

import re
from collections.abc import Iterator

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.rules_of_words import rule, told_by
from matinee.discover.understanding.spans import Span

_WHO = (
    r"(?:kids?|children|little ones?|toddlers?|babies|baby|sons?|daughters?|boys|girls|twins|"
    r"grand ?kids|grandchildren|teenagers?|teens|wife|husband|hubby|missus|other half|partner|"
    r"boyfriend|girlfriend|fiancee?|mum|mom|dad|mother|father|parents|folks|in laws|gran|granny|"
    r"nan|nana|grandma|grandpa|grandad|granddad|grandmother|grandfather|grandparents|"
    r"(?:flat|room|house)mates?|family|friends|mates|lads|brother|sister)"
)
_WHOSE = r"(?:(?:my|our|the|her|his|their|all the|both) (?:\w+ )?)?"
_PLACE = (
    r"(?:school|work|football|camp|practice|training|nursery|uni|university|college|swimming|"
    r"church|yoga|scouts|brownies|guides|ballet|rugby|cricket|netball|judo|choir|bingo|"
    r"kindergarten|daycare|preschool|golf|pilates|"
    r"(?:the|an?) (?!house|cabin|cottage|villa|flat)\w+|"
    r"(?:their|his|her|my|our) (?!age|best|worst|house|place|flat|home)\w+)"
)
_AWAY = (
    r"(?:away|out|abroad|elsewhere|gone|absent|not (?:here|home|in|around|coming|joining|with us)|"
    r"(?:working|staying|stopping|sleeping) (?:late|away|out|nights|over at|at|with|elsewhere|"
    r"round at)(?: \w+){0,2}?|"
    r"(?:off |over |round |out |down )?(?:at|to) " + _PLACE + r"(?: (?:house|place|party|camp|"
    r"practice|training|match|game))?|"
    r"(?:off |away |out )?with (?:their|his|her|the) \w+|on (?:a |their |his |her )?(?:holiday|"
    r"holidays|trip|school trip|sleepover|business|nights|a night out)|"
    r"out of (?:town|the house|the way|my hair|our hair|the country))"
)
_BEING = (
    r"(?:(?:is|are|s|re|was|were|will be|being|have been|has been|have|has)(?: all| both| finally|"
    r" still| just| off| safely| back)*)"
)
_LEFT = (
    r"(?:(?:has|have|s|ve)?(?: all| both| finally| just)*(?: left(?! me| him| her)|"
    r" gone (?!to bed|to sleep)(?:home|out|off|away|to \w+)(?: to)?)|"
    r"(?:isnt|arent) (?:here|home|in|around|coming|joining us)|"
    r"cant (?:make it|come|join us)|wont be (?:here|home|joining us|coming|watching))"
)
_HERE = r"(?!.{0,12}\b(?:home|bed|sofa|couch|table|door|age|moment|minute|back)\b)"
_NO_MORE = r"(?: (?:today|tonight|this evening|this weekend|all weekend|all evening|till late))?"

_GROWN = (
    r"(?:wife|husband|hubby|missus|partner|boyfriend|girlfriend|fiancee?|mum|mom|dad|mother|father|"
    r"parents|gran|granny|nan|grandma|grandpa|grandad|granddad|(?:flat|room|house)mates?)"
)

_WEIGHT = 200.0
"""Above what refuses a title of that name: ``parents are out``."""
_RULES = (
    rule(
        kinds.FILLER,
        rf"{_WHOSE}{_GROWN} (?:is |are |s |has |have )?(?:already |fast |finally |both )*(?:asleep|"
        rf"in bed|gone to (?:bed|sleep)){_NO_MORE}",
        lambda _: "",
        _WEIGHT,
    ),
    rule(
        kinds.FILLER,
        rf"(?:(?:now|while|when|since|as|because|with|that) )*{_WHOSE}{_WHO} "
        rf"(?:{_BEING} {_HERE}{_AWAY}|{_LEFT}){_NO_MORE}",
        lambda _: "",
        _WEIGHT,
    ),
    rule(
        kinds.FILLER,
        rf"(?:(?:now|while|when|since|with) )+{_WHOSE}{_WHO} "
        rf"{_HERE}(?:(?:away|out)(?: (?:at|to) {_PLACE})?|off (?:at|to) {_PLACE}|at {_PLACE}|"
        rf"gone to {_PLACE}){_NO_MORE}",
        lambda _: "",
        _WEIGHT,
    ),
    rule(
        kinds.FILLER,
        rf"{_WHOSE}{_WHO} (?:(?:staying|sleeping|stopping) (?:over )?(?:at|with) \w+(?: \w+)?|"
        r"(?:at|with) (?:their|his|her) \w+)",
        lambda _: "",
        _WEIGHT,
    ),
    rule(
        kinds.FILLER,
        rf"{_WHOSE}{_WHO} (?:s |has |have |is |are )?(?:got|has|have|taken|taking|having|minding|"
        rf"babysitting|looking after) (?:the |our |my )?(?:kids|children|little ones|baby|twins|"
        rf"boys|girls)(?: (?:out|away|off))?{_NO_MORE}",
        lambda _: "",
        _WEIGHT,
    ),
)
_WORTH = re.compile(rf"\b{_WHO}\b")


def absent(heard: Heard) -> Iterator[Span]:
    """Whoever is away, with what says so, as small talk."""
    said = " ".join(
        f"{token.plain[:-1]} s" if token.written[-2:] in {"'s", "’s"} else token.plain
        for token in heard.tokens
    )
    if _WORTH.search(said) is None:
        return
    places: list[int] = []
    length = 0
    for token in heard.tokens:
        places.append(length)
        split = token.written[-2:] in {"'s", "’s"}
        length += len(token.plain) + 1 + split
    yield from told_by(_RULES, said, places)
