"""The languages of the pages: their catalogues of messages, and how each writes dates and numbers.

English is the source. A language is there when ``locales/LANGUAGE.po`` is, read as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Self

from babel import Locale, UnknownLocaleError, dates, numbers, units
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"


@lru_cache(maxsize=256)
def _locale(tag: str) -> Locale:
    """Babel's data for a tag, or for the most of it that is known."""
    for known in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(known, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse(SOURCE)


@dataclass(frozen=True)
class Tongue:
    """One language: its words, its direction, and how it writes quantities."""

    tag: str
    translations: NullTranslations = field(default_factory=NullTranslations)

    @cached_property
    def locale(self) -> Locale:
        """The conventions of the language."""
        return _locale(self.tag)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, as HTML writes it."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def say(self, message: str) -> str:
        """``message``, which is English, in this language."""
        return str(self.translations.ugettext(message))

    def say_many(self, one: str, many: str, count: int) -> str:
        """The form of a message that suits ``count``."""
        return str(self.translations.ungettext(one, many, count))

    def date(self, at: datetime) -> str:
        """A day, such as 3 Oct 2026."""
        return dates.format_date(at, "medium", self.locale)

    def moment(self, at: datetime) -> str:
        """A day and a time."""
        return dates.format_datetime(at, "medium", locale=self.locale)

    def ago(self, at: datetime, now: datetime) -> str:
        """How long ago something was."""
        return dates.format_timedelta(at - now, add_direction=True, locale=self.locale)

    def duration(self, minutes: int) -> str:
        """A running time, such as 1h 48m."""
        hours, rest = divmod(int(minutes), 60)
        parts = [
            units.format_unit(amount, f"duration-{unit}", "narrow", locale=self.locale)
            for amount, unit in ((hours, "hour"), (rest, "minute"))
            if amount
        ]
        return " ".join(parts)

    def seconds(self, took: timedelta) -> str:
        """A short time, to the tenth of a second."""
        return self.tenths(took.total_seconds())

    def tenths(self, seconds: float) -> str:
        """So many seconds, to the tenth."""
        amount = round(seconds, 1)
        return units.format_unit(amount, "duration-second", "short", locale=self.locale)

    def number(self, value: float) -> str:
        """A number with this language's separators."""
        return numbers.format_decimal(value, locale=self.locale)

    def hundredths(self, value: float) -> str:
        """A number with two decimals, so that several stand below one another."""
        return numbers.format_decimal(value, format="#,##0.00", locale=self.locale)

    def money(self, amount: float | Decimal, currency: str, *, exact: bool = False) -> str:
        """An amount, to the cent, or with all places that it has."""
        return numbers.format_currency(
            amount, currency, locale=self.locale, decimal_quantization=not exact
        )

    def figure(self, value: float) -> str:
        """A measured figure, with four places."""
        return numbers.format_decimal(value, format="0.0000", locale=self.locale)

    def percent(self, share: float) -> str:
        """A share as a percentage."""
        return numbers.format_percent(share, locale=self.locale)

    def fine_percent(self, share: float) -> str:
        """A share as a percentage with one decimal."""
        return numbers.format_percent(share, format="#,##0.0%", locale=self.locale)

    def signed_percent(self, share: float) -> str:
        """A change as a percentage with its sign and one decimal."""
        return numbers.format_percent(share, format="+#,##0.0%;-#,##0.0%", locale=self.locale)

    def axis_change(self, share: float) -> str:
        """A change beside an axis: its sign, and a decimal only where there is one."""
        if share == 0:
            return self.percent(0.0)
        return numbers.format_percent(share, format="+#,##0.#%;-#,##0.#%", locale=self.locale)

    def whole_number(self, value: float) -> str:
        """A number without decimals; small ones keep as many as they need."""
        pattern = "#,##0" if abs(value) >= 10 or value == round(value) else "#,##0.##"
        return numbers.format_decimal(value, format=pattern, locale=self.locale)

    def two_places(self, value: float) -> str:
        """A number with two decimals."""
        return numbers.format_decimal(value, format="0.00", locale=self.locale)

    def hours(self, value: float) -> str:
        """So many hours, such as 1.25 hr."""
        return units.format_unit(round(value, 2), "duration-hour", "short", locale=self.locale)

    def short_day(self, at: datetime) -> str:
        """A day of the year, such as 3 Oct."""
        return dates.format_skeleton("MMMd", at, locale=self.locale)

    def country(self, code: str) -> str:
        """What this language calls a country."""
        return self.locale.territories.get(code, code)

    def name_of(self, language: str) -> str:
        """What this language calls another."""
        try:
            return Locale.parse(language, sep="-").get_display_name(self.locale) or language
        except (ValueError, UnknownLocaleError):
            return language


@dataclass(frozen=True, slots=True)
class Languages:
    """Every language that the pages speak."""

    tongues: Mapping[str, Tongue]

    @classmethod
    def load(cls, folder: Path = LOCALES) -> Self:
        """Read every catalogue in ``folder``; English needs none."""
        tongues = {SOURCE: Tongue(SOURCE)}
        for path in sorted(folder.glob("*.po")):
            tongues[path.stem] = Tongue(path.stem, _catalogue(path))
        return cls(tongues)

    def choose(self, wanted: list[str]) -> Tongue:
        """The first language of ``wanted`` that is spoken here, by its tag or by its base."""
        bases = {tag.partition("-")[0]: tag for tag in reversed(tuple(self.tongues))}
        for tag in wanted:
            if tag in self.tongues:
                return self.tongues[tag]
            if tag.partition("-")[0] in bases:
                return self.tongues[bases[tag.partition("-")[0]]]
        return self.tongues[SOURCE]


def _catalogue(path: Path) -> Translations:
    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def accepted_languages(header: str) -> list[str]:
    """The tags of an ``Accept-Language`` header, the most wanted first."""
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.partition(";q=")
        try:
            share = float(weight) if weight else 1.0
        except ValueError:
            continue
        if tag.strip() and tag.strip() != "*" and share > 0:
            weighed.append((-share, place, tag.strip()))
    return [tag for _, _, tag in sorted(weighed)]
