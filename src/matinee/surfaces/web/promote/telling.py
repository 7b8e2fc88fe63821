"""What a member reads of a title: approved texts in their language, else the catalogue's words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matinee.assembly.house import House
from matinee.audience.model import Profile
from matinee.catalogue.model import Title
from matinee.promote.synopses.model import ENGLISH, Draft, Text, TextKind
from matinee.promote.tastes.model import Taste
from matinee.surfaces.web.languages import Tongue
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
    variants: tuple[Text, ...] = ()
    """All approved texts for the synopsis' place."""
    appeal: str = ""
    taste: Taste | None = None
    """Why this member may like it, and the taste group of theirs that it was written to."""


async def told_of(
    house: House,
    title: Title,
    profile: Profile,
    kinds: Sequence[TextKind],
    *,
    groups: Sequence[Taste] = (),
) -> Told:
    """The words for a member of such taste ``groups``, where there is room for such ``kinds``.

    Where several approved texts compete for the place, the member keeps the one they read first.
    """
    language = Language(profile.languages[0]) if profile.languages else ENGLISH
    published = await house.synopses.published(title.id)
    words = told(title, published, language, kinds)
    if len(words.variants) > 1:
        chosen = await house.variants.text_for(profile.id, words.variants)
        words = replace(words, synopsis=chosen.draft.text)
    found = appeal_to(groups, published, words.language)
    if found is None:
        return words
    licences = dict.fromkeys(filter(None, (*words.licence.split("; "), found.licence)))
    return replace(words, appeal=found.text, taste=found.taste, licence="; ".join(licences))


def appeal_to(
    groups: Sequence[Taste], published: Sequence[Text], language: Language
) -> Draft | None:
    """The appeal to the first of the groups that has one in the language."""
    for tag in dict.fromkeys((language, Language(language.base))):
        for taste in groups:
            for each in published:
                if each.draft.language == tag and each.draft.taste is taste:
                    return each.draft
    return None


def taste_words(tongue: Tongue) -> dict[Taste, str]:
    """What the members of a taste group watch much of."""
    return {
        Taste.COMEDY: tongue.say("comedies"),
        Taste.DRAMA: tongue.say("dramas"),
        Taste.ACTION: tongue.say("action films"),
        Taste.THRILLER: tongue.say("thrillers"),
        Taste.ROMANCE: tongue.say("romances"),
        Taste.ANIMATION: tongue.say("animated films"),
        Taste.DOCUMENTARY: tongue.say("documentaries"),
        Taste.HORROR: tongue.say("horror films"),
    }


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
    there = [each for each in published if each.draft.language == language]
    groups = {kind: tuple(each for each in there if each.draft.kind is kind) for kind in TextKind}
    variants = next((groups[kind] for kind in kinds if groups[kind]), ())
    if not variants:
        return None
    taglines = [each.draft for each in groups[TextKind.TAGLINE][:1]]
    said = [*(each.draft for each in variants), *taglines]
    licences = dict.fromkeys(each.licence for each in said if each.licence)
    return Told(
        language,
        variants[0].draft.text,
        taglines[0].text if taglines else "",
        "; ".join(licences),
        variants,
    )
