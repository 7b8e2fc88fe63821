"""What a member reads of a title: approved texts in their language, else the catalogue's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from matinee.assembly.house import House
from matinee.audience.model import Profile
from matinee.catalogue.model import Title
from matinee.promote.synopses.model import ENGLISH, Text, TextKind
from matinee.vocabulary.places import Language

HERO = (TextKind.MEDIUM, TextKind.SHORT)
TITLE_PAGE = (TextKind.LONG, TextKind.MEDIUM, TextKind.SHORT)
"""What each place has room for, the best first."""


@dataclass(frozen=True, slots=True)
class Told:
    """The words about a title in one language; ``licence`` where it must be said whose they are."""

    language: Language
    synopsis: str = ""
    tagline: str = ""
    licence: str = ""


async def told_of(house: House, title: Title, profile: Profile, kinds: Sequence[TextKind]) -> Told:
    """The words for a member, where there is room for such ``kinds``."""
    language = Language(profile.languages[0]) if profile.languages else ENGLISH
    return told(title, await house.synopses.published(title.id), language, kinds)


def told(
    title: Title, published: Sequence[Text], language: Language, kinds: Sequence[TextKind]
) -> Told:
    """Approved words in ``language``, else the catalogue's, else approved English, else any."""
    for tag in dict.fromkeys((language, Language(language.base))):
        approved = _approved(published, tag, kinds)
        if approved is not None:
            return approved
    words = title.text(language)
    at_hand = words is not None and Language(words.language).base == language.base
    english = None if at_hand else _approved(published, ENGLISH, kinds)
    if english is not None:
        return english
    if words is None:
        return Told(language)
    return Told(
        Language(words.language), words.synopsis_short or words.synopsis_long, words.tagline
    )


def _approved(
    published: Sequence[Text], language: Language, kinds: Sequence[TextKind]
) -> Told | None:
    drafts = [each.draft for each in published if each.draft.language == language]
    shown = {draft.kind: draft for draft in reversed(drafts)}
    synopsis = next((shown[kind] for kind in kinds if kind in shown), None)
    if synopsis is None:
        return None
    tagline = shown.get(TextKind.TAGLINE)
    licences = dict.fromkeys(each.licence for each in (synopsis, tagline) if each and each.licence)
    return Told(language, synopsis.text, tagline.text if tagline else "", "; ".join(licences))
