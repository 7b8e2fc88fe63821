"""How good a place for a break is: the cues by their weights, which are fixed and add up to one.

The weights are set by reason, and are not fitted: two dozen places would not bear it. They are not
blind: both what two readers had marked in *Big Buck Bunny* and what the first weights missed there
were looked at, and no other film's breaks have been judged by anybody. That something ends weighs
most, by verdict and by measure, since no viewer minds a break in what has ended already; silence
may fall amid a scene, and a cut alone says nothing, for a film has a thousand. A long shot closes
or opens a scene.
"""

from dataclasses import fields
from types import MappingProxyType

from matinee.ads.breaks.model import FULL_SCORE, Cues

WEIGHTS = MappingProxyType({
    "black": 0.20,
    "scene": 0.14,
    "apart": 0.14,
    "quiet": 0.10,
    "lull": 0.08,
    "held": 0.08,
    "calm": 0.08,
    "change": 0.06,
    "pause": 0.06,
    "soft": 0.04,
    "wide": 0.02,
})  # fmt: skip


def score(cues: Cues) -> int:
    """In thousandths, whole, so that sums are exact."""
    return round(FULL_SCORE * sum(WEIGHTS[cue] * value for cue, value in by_name(cues).items()))


def by_name(cues: Cues) -> dict[str, float]:
    """The cues, each under its name."""
    return {each.name: getattr(cues, each.name) for each in fields(cues)}


def spoken_for(cues: Cues, least: float = 0.5) -> list[str]:
    """The cues that speak for a place, what brings most of the score first."""
    values = by_name(cues)
    heard = [name for name, value in values.items() if value >= least]
    return sorted(heard, key=lambda name: (-WEIGHTS[name] * values[name], name))
