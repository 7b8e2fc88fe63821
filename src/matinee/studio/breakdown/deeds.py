"""What is done on the page that can hurt, or leaves its mark: stunts, states of the body."""

from collections.abc import Iterator

from matinee.studio.breakdown.acts import Deed
from matinee.studio.breakdown.lexicon import Lexicon
from matinee.studio.breakdown.model import Category, Method
from matinee.studio.breakdown.nouns import Verdict
from matinee.studio.breakdown.stunts import Bodies, why_dangerous


def dangers(deed: Deed, bodies: Bodies) -> Iterator[Verdict]:
    """A stunt, where the deed is one that can hurt."""
    told = why_dangerous(deed, bodies)
    if told is not None:
        why, confidence = told
        why = f"{why}: '{deed.verb}' of {deed.subject or 'somebody'}"
        yield Verdict(Category.STUNTS, deed.text, confidence, why, Method.GRAMMAR, deed.verb)


def states(deed: Deed, words: Lexicon) -> Iterator[Verdict]:
    """Blood, sweat and wetness that a verb tells of."""
    if deed.verb in words.verbs["makeup_state"] and (deed.subject_is_person or not deed.subject):
        why = f"'{deed.verb}' leaves its mark on a person"
        yield Verdict(Category.MAKEUP, deed.text.split(" ")[0], 0.5, why, Method.GRAMMAR, deed.verb)
