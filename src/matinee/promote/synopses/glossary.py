"""How the names of a title stand in other languages: as they are, unless somebody decided."""

from collections.abc import Callable, Sequence
from datetime import datetime

from matinee.catalogue.service import CatalogueService
from matinee.errors import Invalid
from matinee.foundation.database import Database
from matinee.promote.synopses import repository as kept
from matinee.promote.synopses.model import Term
from matinee.promote.synopses.sources import renderings
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

_LONGEST_NAME = 200


class Glossary:
    """The terms of titles, by language."""

    def __init__(
        self, database: Database, catalogue: CatalogueService, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock

    async def terms(self, title: TitleId, language: Language) -> tuple[Term, ...]:
        """What was decided of the title's names in a language."""
        async with self._database.reading() as connection:
            return await kept.terms(connection, title, language)

    async def put(
        self, title: TitleId, language: Language, term: str, forms: Sequence[str], *, by: str
    ) -> None:
        """Let a name stand in a language in these forms alone; with none, as nothing was decided.

        Raises:
            Invalid: a name or a form is empty or too long.
            NotFound: there is no such title.
        """
        await self._catalogue.title(title)
        said = tuple(dict.fromkeys(" ".join(form.split()) for form in forms if form.strip()))
        name = " ".join(term.split())
        if not 0 < len(name) <= _LONGEST_NAME or any(len(each) > _LONGEST_NAME for each in said):
            raise Invalid(f"A name has 1 to {_LONGEST_NAME} letters.", field="term")
        written = Term(title, language, name, said, by, self._clock())
        async with self._database.transaction() as connection:
            await kept.put_term(connection, written)

    async def names(self, title: TitleId, language: Language) -> dict[str, tuple[str, ...]]:
        """The names of a title, and how each may stand in a language."""
        known = renderings(await self._catalogue.title(title), language)
        decided = {each.term: each.forms for each in await self.terms(title, language)}
        return known | decided
