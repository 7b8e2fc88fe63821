"""A record that has been looked at: every field in the house's own words, or refused by name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from matinee.catalogue.facts import AvailabilityWindow, TitleKind
from matinee.catalogue.importing.identity import name_key, strongest_first
from matinee.catalogue.importing.record import AssetRecord, CreditRecord, TitleRecord, WindowRecord
from matinee.errors import Invalid
from matinee.vocabulary.maturity import MaturityRating
from matinee.vocabulary.places import Language, Territory
from matinee.vocabulary.window import Window

_LONGEST_NAME = 500
_LONGEST_TEXT = 20_000
_LONGEST_LIST = 2000
_REGISTER = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_ID_FORMS = {
    "imdb": re.compile(r"(?:tt)?0*(\d{1,10})"),
    "tmdb": re.compile(r"0*(\d{1,10})"),
    "wikidata": re.compile(r"Q0*(\d{1,12})"),
}
_ID_WRITTEN = {"imdb": "tt{:0>7}", "tmdb": "{}", "wikidata": "Q{}"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A checked record and where it stood; ``name_key`` is empty for seasons and episodes."""

    line: int
    record: TitleRecord
    name: str
    external_ids: tuple[tuple[str, str], ...]
    name_key: str
    parent: tuple[str, str] | None
    original_language: Language | None
    genres: tuple[str, ...]
    keywords: tuple[str, ...]
    countries: tuple[Territory, ...]
    audio: tuple[Language, ...]
    subtitles: tuple[Language, ...]
    maturity: tuple[tuple[Territory, MaturityRating], ...]
    windows: tuple[AvailabilityWindow, ...]
    texts: tuple[tuple[Language, tuple[str, str, str, str, str]], ...]
    credits: tuple[CreditRecord, ...]
    assets: tuple[tuple[str, str, Language | None], ...]
    marks: dict[str, str]
    file: str = ""


def checked(record: TitleRecord, *, line: int, file: str = "") -> Entry:
    """The entry that ``record`` is, or :class:`Invalid` naming the field."""
    name = _words(record.name, "name", longest=_LONGEST_NAME)
    if not name:
        raise _refused("name", "A title needs a name.")
    _within(record.year, "year", 1870, 2200)
    _within(record.runtime_minutes, "runtime_minutes", 1, 6000)
    _within(record.number, "number", 0, 30_000)
    _within(record.season, "season", 0, 30_000)
    is_part = record.kind in {TitleKind.SEASON, TitleKind.EPISODE}
    if is_part and record.parent is None:
        raise _refused("parent", f"A {record.kind} needs a parent.", "Name it as imdb:tt0903747.")
    if is_part and record.number is None:
        raise _refused("number", f"A {record.kind} needs its number.")
    if not is_part and record.parent is not None:
        raise _refused("parent", f"A {record.kind} has no parent.")
    if record.season is not None and record.kind is not TitleKind.EPISODE:
        raise _refused("season", f"A {record.kind} has no season.")
    language = record.original_language
    return Entry(
        line=line,
        file=file,
        record=record,
        name=name,
        external_ids=external_ids(record),
        name_key="" if is_part else name_key(record.kind, name, record.year),
        parent=None if record.parent is None else parent_reference(record.parent),
        original_language=_language(language, "original_language") if language else None,
        genres=_list(record.genres, "genres"),
        keywords=_list(record.keywords, "keywords"),
        countries=tuple(
            dict.fromkeys(_territory(code, "countries") for code in _list(record.countries, ""))
        ),
        audio=tuple(dict.fromkeys(_language(tag, "audio") for tag in record.audio)),
        subtitles=tuple(dict.fromkeys(_language(tag, "subtitles") for tag in record.subtitles)),
        maturity=tuple(_ratings(record)),
        windows=_windows(record.windows),
        texts=tuple(_texts(record)),
        credits=tuple(_credits(record.credits)),
        assets=tuple(_assets(record.assets)),
        marks={field: _words(mark, f"marks.{field}") for field, mark in record.marks.items()},
    )


def external_ids(record: TitleRecord) -> tuple[tuple[str, str], ...]:
    """The record's ids in each register's own form, the strongest first."""
    return strongest_first(
        [registered(register, str(value)) for register, value in record.external_ids.items()]
    )


def registered(register: str, value: str) -> tuple[str, str]:
    """An id in its register's own form: ``114709`` of imdb is ``tt0114709``."""
    field = f"external_ids.{register}"
    if not _REGISTER.fullmatch(register):
        raise _refused("external_ids", f"{register!r} is not the name of a register.")
    written = _words(value, field, longest=_LONGEST_NAME)
    form = _ID_FORMS.get(register)
    if form is None:
        if not written:
            raise _refused(field, "An id is empty.")
        return register, written
    matched = form.fullmatch(written)
    if matched is None:
        raise _refused(field, f"{value!r} is not an id of {register}.")
    return register, _ID_WRITTEN[register].format(matched[1])


def parent_reference(reference: str) -> tuple[str, str]:
    """``imdb:tt0903747`` as a pair; ``name:Title (year)`` as the name key of a series."""
    register, colon, value = reference.strip().partition(":")
    if not colon or not value.strip():
        raise _refused("parent", f"{reference!r} names no title.", "Write it as imdb:tt0903747.")
    if register != "name":
        return registered(register, value)
    dated = re.fullmatch(r"(.+?)(?:\s*\((\d{4})\))?", value.strip())
    if dated is None:
        raise _refused("parent", f"{reference!r} names no title.")
    return "name", name_key(TitleKind.SERIES, dated[1], int(dated[2]) if dated[2] else None)


def _ratings(record: TitleRecord) -> Iterable[tuple[Territory, MaturityRating]]:
    seen: set[Territory] = set()
    for place, given in enumerate(record.maturity):
        field = f"maturity[{place}]"
        territory = _territory(given.territory, f"{field}.territory")
        rating = MaturityRating.known(given.board, given.label)
        if rating is None:
            raise _refused(
                field,
                f"{given.board} {given.label} is not a known rating.",
                "Use a label of MPA, TVPG, BBFC, FSK or CNC, or board AGE with an age.",
            )
        if territory in seen:
            raise _refused(f"{field}.territory", f"{territory} has two ratings.")
        seen.add(territory)
        yield territory, rating


def _windows(given: Sequence[WindowRecord]) -> tuple[AvailabilityWindow, ...]:
    windows: list[AvailabilityWindow] = []
    for place, entry in enumerate(given):
        field = f"windows[{place}]"
        territory = _territory(entry.territory, f"{field}.territory")
        start, end = _instant(entry.start, f"{field}.start"), _instant(entry.end, f"{field}.end")
        try:
            window = Window(start, end)
        except Invalid as refused:
            raise _refused(f"{field}.{refused.field}", refused.sentence, refused.remedy) from None
        for earlier in windows:
            if earlier.territory == territory and earlier.window.overlaps(window):
                raise _refused(field, f"Two windows of {territory} overlap.")
        windows.append(AvailabilityWindow(territory, window))
    return tuple(windows)


def _texts(record: TitleRecord) -> Iterable[tuple[Language, tuple[str, str, str, str, str]]]:
    seen: set[Language] = set()
    for place, text in enumerate(record.texts):
        field = f"texts[{place}]"
        language = _language(text.language, f"{field}.language")
        if language in seen:
            raise _refused(f"{field}.language", f"There are two texts in {language}.")
        seen.add(language)
        yield (
            language,
            (
                _words(text.name, f"{field}.name", longest=_LONGEST_NAME),
                _words(text.synopsis_short, f"{field}.synopsis_short"),
                _words(text.synopsis_long, f"{field}.synopsis_long"),
                _words(text.tagline, f"{field}.tagline"),
                _words(text.licence, f"{field}.licence"),
            ),
        )


def _credits(given: Sequence[CreditRecord]) -> Iterable[CreditRecord]:
    if len(given) > _LONGEST_LIST:
        raise _refused("credits", f"More than {_LONGEST_LIST} credits.")
    for place, credit in enumerate(given):
        field = f"credits[{place}]"
        name = _words(credit.name, f"{field}.name", longest=_LONGEST_NAME)
        role = _words(credit.role, f"{field}.role", longest=_LONGEST_NAME)
        if not name or not role:
            raise _refused(field, "A credit needs a name and a role.")
        _within(credit.billing, f"{field}.billing", 0, 30_000)
        yield CreditRecord(
            name=name,
            role=role,
            character=_words(credit.character, f"{field}.character"),
            billing=place + 1 if credit.billing is None else credit.billing,
            person=_words(credit.person, f"{field}.person", longest=_LONGEST_NAME),
        )


def _assets(given: Sequence[AssetRecord]) -> Iterable[tuple[str, str, Language | None]]:
    for place, asset in enumerate(given):
        field = f"assets[{place}]"
        kind = _words(asset.kind, f"{field}.kind", longest=_LONGEST_NAME)
        key = _words(asset.key, f"{field}.key", longest=_LONGEST_NAME)
        if not kind or not key:
            raise _refused(field, "An asset needs a kind and a key.")
        yield kind, key, _language(asset.language, f"{field}.language") if asset.language else None


def _list(given: Sequence[str], field: str) -> tuple[str, ...]:
    if len(given) > _LONGEST_LIST:
        raise _refused(field, f"More than {_LONGEST_LIST} entries.")
    words = (_words(word, field, longest=_LONGEST_NAME) for word in given)
    return tuple(dict.fromkeys(word for word in words if word))


def _words(text: str, field: str, *, longest: int = _LONGEST_TEXT) -> str:
    stripped = text.strip()
    if len(stripped) > longest:
        raise _refused(field, f"Longer than {longest} characters.")
    if "\x00" in stripped:
        raise _refused(field, "A text cannot hold the character NUL.")
    return stripped


def _within(number: int | None, field: str, least: int, most: int) -> None:
    if number is not None and not least <= number <= most:
        raise _refused(field, f"{number} is not from {least} to {most}.")


def _territory(code: str, field: str) -> Territory:
    try:
        return Territory(code)
    except Invalid as refused:
        raise _refused(field, refused.sentence, refused.remedy) from None


def _language(tag: str, field: str) -> Language:
    try:
        return Language(tag)
    except Invalid as refused:
        raise _refused(field, refused.sentence, refused.remedy) from None


def _instant(written: str | None, field: str) -> datetime | None:
    if not written:
        return None
    try:
        instant = datetime.fromisoformat(written.strip())
    except ValueError:
        raise _refused(field, f"{written!r} is not a time.", "Write 2026-01-31T00:00Z.") from None
    # A date without a time is the beginning of that day, UTC.
    is_date = instant.tzinfo is None and len(written.strip()) == len("2026-01-31")
    return instant.replace(tzinfo=UTC) if is_date else instant


def _refused(field: str, sentence: str, remedy: str = "") -> Invalid:
    return Invalid(sentence, remedy=remedy, field=field)
