"""What an experiment says so far, in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class VerdictKind(StrEnum):
    """The gist of a verdict."""

    WAITING = "waiting"
    LOPSIDED = "lopsided"
    HARM = "harm"
    BETTER = "better"
    WORSE = "worse"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Sentence:
    """English with named places; the message is the key by which a surface translates it."""

    message: str
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])

    def text(self) -> str:
        """The sentence in English."""
        return self.message.format(**self.arguments)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds now, with a risk of error of alpha over all looks; ``arm`` is whom it is about."""

    kind: VerdictKind
    said: Sentence
    arm: str | None = None


def sentence(message: str, **arguments: str) -> Sentence:
    """A sentence that surfaces find and translate."""
    return Sentence(message, arguments)


def waiting(*, units: int, needed: int, days: int) -> Verdict:
    """Too few units have been through their window."""
    return Verdict(
        VerdictKind.WAITING,
        sentence(
            "Nothing can be said yet: {units} members have been in it for {days} days, and each "
            "arm needs {needed} of them.",
            units=f"{units:,}",
            needed=f"{needed:,}",
            days=str(days),
        ),
    )


def lopsided(*, counts: Mapping[str, int], shares: Mapping[str, float], p: float) -> Verdict:
    """The arms are not as large as they were meant to be."""
    whole = sum(counts.values())
    seen = ", ".join(f"{arm} {count:,}" for arm, count in counts.items())
    meant = ", ".join(f"{arm} {share * whole:,.0f}" for arm, share in shares.items())
    return Verdict(
        VerdictKind.LOPSIDED,
        sentence(
            "Believe nothing here: the arms hold {seen} members where {meant} were meant "
            "(p = {p}). Something loses or adds members of one arm; find it before reading on.",
            seen=seen,
            meant=meant,
            p=f"{p:.2g}",
        ),
    )


def harm(*, arm: str, measure: str, bound: float, tolerated: float) -> Verdict:
    """A guardrail is broken."""
    return Verdict(
        VerdictKind.HARM,
        sentence(
            "{arm} does harm: it lowers {measure} by at least {bound}, and {tolerated} is "
            "tolerated.",
            arm=arm,
            measure=measure,
            bound=f"{bound:.1%}",
            tolerated=f"{tolerated:.1%}",
        ),
        arm,
    )


def decided(
    *, arm: str, control: str, measure: str, change: float, low: float, high: float, days: int
) -> Verdict:
    """The interval leaves out no difference."""
    values = {
        "arm": arm,
        "control": control,
        "measure": measure,
        "change": f"{change:+.1%}",
        "low": f"{low:+.1%}",
        "high": f"{high:+.1%}",
        "days": str(days),
    }
    if change > 0:
        said = sentence(
            "{arm} is better than {control}: {change} {measure} in the first {days} days "
            "(between {low} and {high}).",
            **values,
        )
        return Verdict(VerdictKind.BETTER, said, arm)
    said = sentence(
        "{arm} is worse than {control}: {change} {measure} in the first {days} days "
        "(between {low} and {high}).",
        **values,
    )
    return Verdict(VerdictKind.WORSE, said, arm)


def still_open(*, arm: str, measure: str, low: float, high: float) -> Verdict:
    """The interval holds no difference."""
    return Verdict(
        VerdictKind.OPEN,
        sentence(
            "No difference is shown so far: what {arm} does to {measure} lies between {low} and "
            "{high}.",
            arm=arm,
            measure=measure,
            low=f"{low:+.1%}",
            high=f"{high:+.1%}",
        ),
        arm,
    )
