"""From a heading to the next: the scenes of a script and their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from matinee.studio.screenplay.headings import Slug, is_omitted, read_forced, read_heading
from matinee.studio.screenplay.model import Element, Kind, Script, printed

_DOUBT = "no heading by the letter of the format, but read as one"


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: ``first`` to ``last`` (exclusive) are places in the script's elements.

    ``number`` is the writer's, or one made here where ``numbered`` is false. ``flag`` says why the
    heading is doubtful, and is empty otherwise.
    """

    number: str
    numbered: bool
    heading: str
    slug: Slug
    first: int
    last: int
    line: int
    page: int | None
    flag: str = ""


def scenes_of(script: Script, *, by_the_letter: bool = False) -> tuple[Scene, ...]:
    """The scenes in order; ``by_the_letter`` leaves out those with a heading beyond the syntax.

    What stands before the first heading belongs to no scene; a scene that is omitted is none.
    """
    starts = list(_starts(script, by_the_letter=by_the_letter))
    numbers = _numbers([element.number for _, element, _, _ in starts])
    ends = [place for place, _, _, _ in starts[1:]] + [len(script.elements)]
    return tuple(
        Scene(
            number=number,
            numbered=element.number is not None,
            heading=" ".join(printed(element.text).split()),
            slug=slug,
            first=place,
            last=end,
            line=element.line,
            page=element.page,
            flag=flag,
        )
        for (place, element, slug, flag), number, end in zip(starts, numbers, ends, strict=True)
    )


def omitted(script: Script) -> tuple[str, ...]:
    """The numbers of scenes that were cut from a locked script, as they stand there."""
    return tuple(
        element.number or ""
        for element in script.of(Kind.HEADING)
        if is_omitted(printed(element.text))
    )


def _starts(script: Script, *, by_the_letter: bool) -> Iterator[tuple[int, Element, Slug, str]]:
    for place, element in enumerate(script.elements):
        if element.kind is Kind.HEADING and not is_omitted(printed(element.text)):
            yield place, element, read_forced(printed(element.text)), ""
        elif not by_the_letter and element.kind is Kind.ACTION and element.blank:
            slug = read_heading(printed(element.text).strip())
            if slug is not None and (slug.sets or slug.time):
                yield place, element, slug, _DOUBT


def _numbers(written: list[str | None]) -> list[str]:
    """The writer's numbers; between them ``12A``, and 1, 2, 3 where there are none at all."""
    if not any(written):
        return [str(place) for place in range(1, len(written) + 1)]
    numbers: list[str] = []
    taken = {number for number in written if number}
    base, more = "0", 0
    for number in written:
        if number:
            base, more = number, 0
            numbers.append(number)
            continue
        while (made := f"{base}{_letters(more)}") in taken:
            more += 1
        more += 1
        taken.add(made)
        numbers.append(made)
    return numbers


def _letters(place: int) -> str:
    """A, B, … Z, AA: without I and O, which read as digits."""
    signs = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    head, tail = divmod(place, len(signs))
    return (_letters(head - 1) if head else "") + signs[tail]
