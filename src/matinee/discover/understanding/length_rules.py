"""Lengths in words: ``under two hours``, ``can't go over 110 minutes``, ``a six-hour flight``."""

import re

from matinee.discover.understanding import kinds
from matinee.discover.understanding.measures import minutes_of
from matinee.discover.understanding.rules_of_words import rule
from matinee.discover.understanding.wishes import Bounds

_ABOUT_MINUTES = 10
_LENGTH = (
    r"(?:\d+ and a half (?:hours?|hrs?)"
    r"|(?:\d+|an?) (?:hours?|hrs?|h)(?: and a half| and (?:a )?quarter| and 3 quarters"
    r"|(?: and)? \d{1,2}(?: minutes?| mins?| min| m)?)?"
    r"|(?:hour|hr) and a (?:half|quarter)|\d+ and (?:a|3) quarters? hours?|a couple of hours"
    r"|half an hour"
    r"|\d{1,3} (?:minutes?|mins?|min|m)\b)"
)
_LESS = (
    r"(?:under|less than|fewer than|below|shorter than|at most|no more than|not more than|"
    r"no longer than|not longer than|not over|up to|within|max|maximum|maximum of|max of|"
    r"a maximum of|inside|sub|not exceeding|lasting less than|not much longer than|a max of|"
    r"(?:just |a little |a bit |well |comfortably |slightly )?(?:shy|short) of|"
    r"(?:just|well|comfortably|slightly|safely|a bit|a little) under)"
)
_MORE = (
    r"(?:over|more than|longer than|at least|above|no less than|not less than|no shorter than|"
    r"not under|minimum|min|lasting over|a minimum of|upwards of|exceeding|exceeds?|past|beyond|"
    r"north of|in excess of|(?:just|well|a bit|a little|slightly) over)"
)
_BREAK = (
    r"(?:lunch|dinner|tea|lunch ?break|break|window|slot|evening|nap|limit|gap|attention span|"
    r"attention|patience|bladder)"
)
_REFUSED = (
    r"(?:not|dont|doesnt|didnt|cant|cannot|couldnt|shouldnt|mustnt|wont|wouldnt|isnt|arent|"
    r"nothing|never|no|none)"
    r"(?: (?:up|be|being|go|goes|going|run|runs|running|lasts?|lasting|take|takes|taking|get|gets|"
    r"stretch|stretches|drag|drags|on|that|thats|which|is|are|to|for|much|any|film|movie|with|of|"
    r"in|at|it|should|can|one|ones|exceed|exceeds|give|me|us|show|anything|something|want|really|"
    r"way|the|a|play|pick|suggest|have))*"
)
_TAKING = r"(?:(?:runs?|lasts?|clocks? in|comes? in|goes|go|running|lasting)(?: at)? )?"
_JOURNEY = (
    r"(?:flights?|planes?|trains?|bus|coach|ferry|car|drive|ride|journey|trip|layover|stopover|"
    r"commute|crossing|delay|wait|airport|aeroplane|airplane)"
)
_ABOUT = r"(?:about|around|roughly|approximately|approx|circa|some|nearly|almost|or so)"


def _at_most(match: re.Match[str]) -> Bounds | None:
    found = minutes_of(match["length"])
    return None if found is None else (None, found)


def _minutes_at_most(match: re.Match[str]) -> Bounds:
    return None, int(match["number"].split()[0])


def _at_least(match: re.Match[str]) -> Bounds | None:
    found = minutes_of(match["length"])
    return None if found is None else (found, None)


def _about(match: re.Match[str]) -> Bounds | None:
    found = minutes_of(match["length"])
    return None if found is None else (found - _ABOUT_MINUTES, found + _ABOUT_MINUTES)


def _between(match: re.Match[str]) -> Bounds | None:
    first, last = match["first"], match["last"]
    unit, other = re.search(r"[a-z]+$", last), re.search(r"[a-z]+$", first)
    if re.fullmatch(r"\d+|an?", first) and unit is not None:
        first = f"{first} {unit.group()}"
    elif last.isdigit() and other is not None:
        last = f"{last} {other.group()}"
    low, high = minutes_of(first), minutes_of(last)
    return None if low is None or high is None or low > high else (low, high)


def _within(match: re.Match[str]) -> Bounds | None:
    """What happens in so long leaves no more time than that."""
    found = minutes_of(match["only"].removeprefix("in "))
    return None if found is None else (None, found)


def _small_talk(_: re.Match[str]) -> str:
    """How long a journey lasts says nothing of the film."""
    return ""


def _travel(_: re.Match[str]) -> str:
    return "travel"


LENGTH_RULES = (
    rule(
        kinds.OCCASION,
        rf"(?P<only>(?:on|in) (?:a |the )?(?:\w+ )?(?:train|bus|coach|ferry|boat|car)) "
        rf"for {_LENGTH}",
        _travel,
        8,
    ),
    rule(
        kinds.MINUTES,
        rf"{_TAKING}{_LESS} (?:the )?(?P<length>{_LENGTH})(?: mark)?(?: long)?",
        _at_most,
    ),
    rule(kinds.FILLER, rf"{_LENGTH} ago", _small_talk, 8),
    rule(
        kinds.MINUTES,
        rf"{_TAKING}{_MORE} (?P<first>{_LENGTH}|\d+) (?:but|and|yet) (?:still )?"
        rf"{_LESS} (?P<last>{_LENGTH}|\d+)(?: long)?",
        _between,
        4,
    ),
    rule(
        kinds.MINUTES,
        rf"{_TAKING}{_LESS} (?P<last>{_LENGTH}|\d+) (?:but|and|yet) (?:still )?"
        rf"{_MORE} (?P<first>{_LENGTH}|\d+)(?: long)?",
        _between,
        4,
    ),
    rule(
        kinds.MINUTES,
        rf"{_REFUSED} {_MORE} (?:the )?(?P<length>{_LENGTH})(?: mark)?(?: long)?",
        _at_most,
        4,
    ),
    rule(
        kinds.MINUTES,
        rf"{_REFUSED} (?:breaks?|breach|cross|hits?|reach|pass|tops?|exceed|touch|crosses|passes) "
        rf"(?:the )?(?P<length>{_LENGTH})(?: mark| barrier)?",
        _at_most,
        4,
    ),
    rule(
        kinds.MINUTES,
        rf"{_REFUSED} (?:under|less than|shorter than|below) (?P<length>{_LENGTH})(?: long)?",
        _at_least,
        4,
    ),
    rule(
        kinds.MINUTES,
        r"(?:(?:has|have|needs?|must|should|got|ought) (?:to )?)?(?:be )?"
        r"(?:done|finish(?:ed)?|over|ends?|wrap(?:s|ped)? up) (?:with )?(?:in|within|inside|by) "
        rf"(?P<length>{_LENGTH})",
        _at_most,
        2,
    ),
    rule(
        kinds.MINUTES,
        rf"(?P<length>{_LENGTH}) (?:or (?:less|under|shorter|so at most)|max(?:imum)?|tops|"
        r"at (?:the )?(?:very )?(?:most|max|outside|longest|latest)|(?:and )?no (?:more|longer)|"
        r"(?:and )?not (?:a (?:minute|second) )?(?:more|longer)|ceiling|cap|limit|top|"
        r"(?:is )?(?:my|our|the) (?:\w+ )?(?:limit|max(?:imum)?|cut off))",
        _at_most,
    ),
    rule(
        kinds.MINUTES,
        rf"(?P<length>{_LENGTH}) (?:to (?:kill|spare|fill|spend)|(?:before|until|till)\b)",
        _at_most,
    ),
    rule(
        kinds.MINUTES,
        r"(?:(?:leave|leaving|going out|go out|off|home|bed|asleep) in|"
        r"(?:keep|kept|stick|limit|cap)(?: it| this| things)? (?:to|at)|limit (?:is|of)|"
        r"time for|fits? (?:in|into|inside)|squeeze into) "
        rf"(?:just |only |about )?(?P<length>{_LENGTH})",
        _at_most,
        2,
    ),
    rule(
        kinds.MINUTES,
        r"not a (?:single )?(?:minute|second) (?:over|more than|past|longer than) "
        r"(?P<number>\d{2,3}(?: minutes?)?)",
        _minutes_at_most,
        8,
    ),
    rule(
        kinds.FILLER,
        rf"(?P<only>(?:for |of )?{_LENGTH})(?: long)? (?:(?:on|in) (?:a |the |my |our )?)?"
        rf"(?:\w+ )?{_JOURNEY}",
        _small_talk,
        8,
    ),
    rule(
        kinds.FILLER,
        rf"{_JOURNEY} (?:(?:ride|journey|trip|home) )?(?:(?:to|from|for|over|across|back) "
        rf"(?:\w+ ){{1,2}}?)?(?P<only>"
        r"(?:for|is|takes|lasts|of|thats|lasting|taking) "
        rf"(?:(?:about|around|over|nearly|almost|roughly|some|at least) )?{_LENGTH})",
        _small_talk,
        16,
    ),
    rule(kinds.MINUTES, rf"{_TAKING}{_MORE} (?P<length>{_LENGTH})(?: long)?", _at_least),
    rule(
        kinds.MINUTES,
        rf"(?P<length>{_LENGTH}) (?:or (?:more|over|longer|above|up|upwards)|minimum|at least|plus|"
        r"(?:and|&) (?:up|upwards?|over|above|more|longer|beyond)|(?:and|or) then some|upwards?)",
        _at_least,
    ),
    rule(
        kinds.MINUTES,
        rf"(?:between |from )?(?P<first>{_LENGTH}|\d+(?: and a half)?)(?: and| to) "
        rf"(?P<last>{_LENGTH})(?: long)?",
        _between,
    ),
    rule(kinds.MINUTES, rf"{_ABOUT} (?P<length>{_LENGTH})(?: long)?", _about),
    rule(
        kinds.MINUTES,
        rf"{_BREAK} ?s? (?:is |lasts |of |takes )?(?:only |just |about )?(?P<only>{_LENGTH})",
        _within,
        4,
    ),
    rule(
        kinds.MINUTES,
        rf"(?:of )?(?:{_ABOUT} )?(?P<length>{_LENGTH})(?: long)?"
        r"(?: or so| ish| or thereabouts| give or take| more or less)?",
        _about,
    ),
    rule(
        kinds.MINUTES,
        r"(?:bed ?time|bed|dinner|tea|lunch|lights out|taxi|curfew|\w+ (?:arrives?|starts?|leaves?|"
        rf"departs?|comes?|closes?|gets in|is due))(?: is)? (?P<only>in {_LENGTH})",
        _within,
        6,
    ),
    rule(
        kinds.MINUTES,
        r"(?:i |we )?(?:ve |have |has |with )?(?:only )?"
        r"(?:got|have|ive|weve|ive got|weve got|with|only|spare|theres) "
        rf"(?:only |just |about |around |maybe |precisely |exactly |all of |a good |barely )?"
        rf"(?P<length>{_LENGTH})"
        r"(?: to (?:kill|spare|fill|spend))?",
        _at_most,
        2,
    ),
)
