"""A script written as Fountain or FDX again, with all that the format can hold."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from lxml import etree

from matinee.studio.screenplay.emphasis import runs
from matinee.studio.screenplay.fdx import Node
from matinee.studio.screenplay.headings import LETTER, NUMBER
from matinee.studio.screenplay.model import SPOKEN, Details, Element, Kind, Script, Stretch

_TYPES: dict[Kind, str] = {
    Kind.HEADING: "Scene Heading",
    Kind.ACTION: "Action",
    Kind.CHARACTER: "Character",
    Kind.PARENTHETICAL: "Parenthetical",
    Kind.DIALOGUE: "Dialogue",
    Kind.LYRIC: "Lyrics",
    Kind.TRANSITION: "Transition",
    Kind.CENTERED: "Action",
    Kind.SHOT: "Shot",
}
_TIGHT = SPOKEN - {Kind.CHARACTER}
_SIGNS = frozenset("!@#=>~.[")


def to_fountain(script: Script) -> str:
    """The script as Fountain; what its looks alone would not tell is forced by a sign."""
    lines: list[str] = []
    for key, value in script.title_page:
        first, *rest = value.split("\n")
        lines.append(f"{key}:" if rest else f"{key}: {first}")
        lines.extend(f"    {line}" for line in ([first, *rest] if rest else []))
    before: Kind | None = None
    speaking = False
    for place, element in enumerate(script.elements):
        following = script.elements[place + 1] if place + 1 < len(script.elements) else None
        wanting = bool(lines) if before is None else _needs_air(element, before, speaking=speaking)
        lines.extend([""] * (element.blank or int(wanting)))
        lines.append(_with_cuts(_fountain(element, following), element))
        before = element.kind
        speaking = before in SPOKEN and (speaking or before is Kind.CHARACTER)
    return "\n".join(lines) + "\n"


def _needs_air(element: Element, before: Kind, *, speaking: bool) -> bool:
    """Whether an empty line has to stand between, so that each is read as what it is."""
    if element.kind in _TIGHT:
        return not speaking and element.kind is not Kind.LYRIC
    if speaking:
        return True
    return element.kind in _APART and before not in _AIR


_APART = frozenset({Kind.HEADING, Kind.CHARACTER, Kind.TRANSITION})
_AIR = frozenset({Kind.HEADING, Kind.SECTION, Kind.SYNOPSIS, Kind.PAGE_BREAK, Kind.BONEYARD})


def _with_cuts(written: str, element: Element) -> str:
    if element.details is None or element.kind is Kind.BONEYARD:
        return written
    for place, cut in reversed(element.details.cuts):
        written = f"{written[:place]}{cut}{written[place:]}"
    return written


def _fountain(element: Element, following: Element | None) -> str:
    if element.kind is Kind.ACTION:
        return _action(element, following)
    return _WRITE.get(element.kind, _shot)(element)


def _heading(element: Element) -> str:
    number = f" #{element.number}#" if element.number else ""
    plain = LETTER.match(element.text) and not element.forced
    return f"{'' if plain else '.'}{element.text}{number if NUMBER.match(number) else ''}"


def _cue(element: Element) -> str:
    name = element.text.partition("(")[0]
    plain = name.isupper() and name[0] not in _SIGNS and not element.forced
    return f"{'' if plain else '@'}{element.text}{' ^' if element.dual == 'right' else ''}"


def _speech(element: Element) -> str:
    """An empty line within a speech is held open by two blanks."""
    return re.sub(r"^[ \t]*$", "  ", element.text, flags=re.MULTILINE)


def _transition(element: Element) -> str:
    plain = element.text.endswith("TO:") and element.text.isupper() and not element.forced
    return element.text if plain else f"> {element.text}"


def _centered(element: Element) -> str:
    return "\n".join(f"> {line} <" for line in element.text.split("\n"))


def _page_break(element: Element) -> str:
    return element.text if element.text.startswith("===") else "==="


def _shot(element: Element) -> str:
    return f".{element.text}" if element.text[:1].isalnum() else element.text


_WRITE: dict[Kind, Callable[[Element], str]] = {
    Kind.HEADING: _heading,
    Kind.CHARACTER: _cue,
    Kind.DIALOGUE: _speech,
    Kind.PARENTHETICAL: _speech,
    Kind.LYRIC: lambda element: f"~{element.text}",
    Kind.TRANSITION: _transition,
    Kind.CENTERED: _centered,
    Kind.SECTION: lambda element: f"{'#' * max(1, element.level)} {element.text}",
    Kind.SYNOPSIS: lambda element: f"= {element.text}",
    Kind.NOTE: lambda element: f"[[{element.text}]]",
    Kind.BONEYARD: lambda element: f"/*{element.text}*/",
    Kind.PAGE_BREAK: _page_break,
}


def _action(element: Element, following: Element | None) -> str:
    """Action that would be taken for something else is forced with an exclamation mark."""
    text = element.text
    first, _, rest = text.partition("\n")
    bare = first.strip()
    upper = bare.partition("(")[0].isupper()
    looks = (
        (bool(bare) and (bare[0] in _SIGNS - {"[", "."} or bool(LETTER.match(bare))))
        or (bare[:1] == "." and bare[1:2].isalnum())
        or (upper and (bool(rest) or first.endswith("TO:")))
        or (
            upper
            and following is not None
            and following.blank == 0
            and following.kind is Kind.ACTION
        )
    )
    return f"!{text}" if looks or element.forced else text


def to_fdx(script: Script) -> bytes:
    """The script as FDX, with what was carried from one."""
    root = etree.Element("FinalDraft", DocumentType="Script", Template="No", Version="5")
    content = etree.SubElement(root, "Content")
    both: Node | None = None
    new_page = False
    for element in script.elements:
        if element.kind is Kind.PAGE_BREAK:
            new_page = True
            continue
        if element.kind is Kind.NOTE and len(content):
            _note(content[-1], element)
            continue
        if element.kind not in _TYPES:
            continue
        if element.dual is None:
            both = None
        elif both is None or (element.dual == "left" and element.kind is Kind.CHARACTER):
            both = etree.SubElement(etree.SubElement(content, "Paragraph"), "DualDialogue")
        _paragraph(content if both is None else both, element, new_page=new_page)
        new_page = False
    for name, markup in _carried(script):
        part = etree.fromstring(markup)
        del name
        root.append(part)
    return etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", standalone=False, pretty_print=False
    )


def _carried(script: Script) -> Iterator[tuple[str, str]]:
    yield from script.carried.items()
    if "TitlePage" not in script.carried and script.title_page:
        page = etree.Element("TitlePage")
        content = etree.SubElement(page, "Content")
        for _, value in script.title_page:
            for line in value.split("\n"):
                paragraph = etree.SubElement(content, "Paragraph", Alignment="Center")
                etree.SubElement(paragraph, "Text").text = line
        yield "TitlePage", etree.tostring(page, encoding="unicode")


def _paragraph(parent: Node, element: Element, *, new_page: bool) -> None:
    node = etree.SubElement(parent, "Paragraph", Type=_TYPES[element.kind])
    if element.number:
        node.set("Number", element.number)
    if element.kind is Kind.CENTERED:
        node.set("Alignment", "Center")
    if new_page:
        node.set("StartsNewPage", "Yes")
    stretches: tuple[Stretch, ...] = ()
    if element.details is not None:
        _properties(node, element.details)
        stretches = element.details.stretches
    for text, styles, marks in _pieces(element.text, stretches):
        piece = etree.SubElement(node, "Text")
        piece.text = _allowed(text)
        if styles:
            piece.set("Style", "+".join(sorted(styles)))
        for mark in marks:
            piece.set("TagNumber" if mark.mark == "tag" else "RevisionID", mark.value)


def _properties(node: Node, details: Details) -> None:
    for key, value in details.attributes:
        node.set(key, value)
    if details.markup:
        node.append(etree.fromstring(details.markup))
    elif details.scene:
        etree.SubElement(node, "SceneProperties", dict(details.scene))


def _pieces(
    text: str, stretches: Sequence[Stretch]
) -> Iterator[tuple[str, frozenset[str], list[Stretch]]]:
    """The text cut where a style or a stretch begins or ends."""
    edges = sorted({0, len(text), *(e for s in stretches for e in (s.start, s.end))})
    for start, end in pairwise(edges):
        marks = [s for s in stretches if s.start <= start and end <= s.end]
        for run in runs(text[start:end]):
            yield run.text, run.styles, marks


def _note(paragraph: Node, element: Element) -> None:
    note = etree.SubElement(paragraph, "ScriptNote")
    for line in element.text.split("\n"):
        etree.SubElement(etree.SubElement(note, "Paragraph"), "Text").text = _allowed(line)


_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _allowed(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
