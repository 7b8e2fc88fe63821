"""Territories and languages, as the licensing trade writes them."""

import re
from typing import Self

from matinee.errors import Invalid

_TERRITORY = re.compile(r"[A-Z]{2}|\*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class Territory(str):
    """An ISO 3166-1 alpha-2 code, or ``*`` for everywhere."""

    __slots__ = ()

    def __new__(cls, code: str) -> Self:
        """Accept any letter case; anything that is not a code is :class:`Invalid`."""
        folded = code.strip().upper()
        if not _TERRITORY.fullmatch(folded):
            raise Invalid(
                f"{code!r} is not a territory.",
                remedy="Give two letters of ISO 3166-1, such as PT, or * for everywhere.",
                field="territory",
            )
        return super().__new__(cls, folded)


EVERYWHERE = Territory("*")


class Language(str):
    """A BCP 47 tag of language, script and region, such as ``pt``, ``zh-Hant`` or ``es-419``."""

    __slots__ = ()

    def __new__(cls, tag: str) -> Self:
        """Accept any letter case and ``_``; anything that is not a tag is :class:`Invalid`."""
        parts = tag.strip().replace("_", "-").split("-")
        written = [parts[0].lower()]
        written += [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
        folded = "-".join(written)
        if not _LANGUAGE.fullmatch(folded):
            raise Invalid(
                f"{tag!r} is not a language.",
                remedy="Give a tag of BCP 47, such as en, pt-BR or zh-Hant.",
                field="language",
            )
        return super().__new__(cls, folded)

    @property
    def base(self) -> str:
        """The language without script and region."""
        return self.partition("-")[0]
