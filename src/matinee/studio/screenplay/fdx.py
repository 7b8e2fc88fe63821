"""Final Draft's FDX to elements, with its tags, revisions, scene properties and dual dialogue.

Read with lxml: no document type, no entities, no network. What stands outside ``Content`` is
carried as it is, so that it can be written again.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

from matinee.errors import Invalid
from matinee.studio.screenplay.emphasis import marked
from matinee.studio.screenplay.headings import LETTER
from matinee.studio.screenplay.model import Details, Element, Kind, Remark, Script, Stretch

Node: TypeAlias = Any
"""An element of lxml, whose class bears a private name."""

KINDS = {
    "Scene Heading": Kind.HEADING,
    "Action": Kind.ACTION,
    "Character": Kind.CHARACTER,
    "Parenthetical": Kind.PARENTHETICAL,
    "Dialogue": Kind.DIALOGUE,
    "Lyrics": Kind.LYRIC,
    "Singing": Kind.LYRIC,
    "Transition": Kind.TRANSITION,
    "Shot": Kind.SHOT,
    "General": Kind.ACTION,
    "Cast List": Kind.ACTION,
    "New Act": Kind.CENTERED,
    "End of Act": Kind.CENTERED,
}
_KEPT_AS_TYPE = frozenset({"General", "Cast List", "New Act", "End of Act", "Singing"})
_CARRIED = ("TagData", "Revisions", "SmartType", "HeaderAndFooter", "ScriptNotes", "PageLayout",
            "Characters", "Cast", "TargetScriptLength", "SceneNumberOptions", "LockedPages",
            "SpellCheckIgnoreLists", "Actors", "DisplayBoards", "MoresAndContinueds",
            "ElementSettings", "Macros", "SplitState", "WindowState", "TextState")  # fmt: skip
_TYPELESS = frozenset({"Type", "Number"})


def read_fdx(data: bytes) -> Script:
    """The elements of an FDX file.

    Raises:
        Invalid: it is no XML, holds a document type, or is no Final Draft document.
    """
    root = _root(data)
    reader = _Reader()
    content = root.find("Content")
    if content is not None:
        for paragraph in content.iterchildren("Paragraph"):
            reader.paragraph(paragraph)
    else:
        reader.remark(root, "The document has no content.", "no_content")
    carried = {
        name: etree.tostring(part, encoding="unicode", with_tail=False)
        for name in _CARRIED
        if (part := root.find(name)) is not None
    }
    title = root.find("TitlePage")
    if title is not None:
        carried["TitlePage"] = etree.tostring(title, encoding="unicode", with_tail=False)
    return Script(
        "fdx", _title_page(title), tuple(reader.elements), tuple(reader.remarks), carried=carried
    )


def _root(data: bytes) -> Node:
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise Invalid(
            "The FDX file declares a document type or entities; no Final Draft file does.",
            remedy="Save it again from the program that wrote it.",
            field="file",
            code="fdx_entities",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as failure:
        line = getattr(failure, "lineno", None) or 1
        raise Invalid(
            f"The FDX file is no XML (line {line}).",
            remedy="Save it again from the program that wrote it, or give it as Fountain or PDF.",
            field="file",
            code="fdx_not_xml",
        ) from failure
    if root.tag != "FinalDraft":
        raise Invalid(
            f"The XML is no Final Draft document: it begins with {str(root.tag)[:40]!r}.",
            remedy="Give a file that Final Draft or a program like it has saved.",
            field="file",
            code="fdx_not_final_draft",
        )
    return root


class _Reader:
    """Goes through the paragraphs; offsets count within the texts joined by line ends."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.remarks: list[Remark] = []
        self.offset = 0

    def remark(self, node: Node, sentence: str, code: str) -> None:
        self.remarks.append(Remark(node.sourceline or 1, sentence, code))

    def paragraph(self, node: Node, dual: str | None = None) -> None:
        both = node.find("DualDialogue")
        if both is not None:
            self._dual(both)
            return
        written = node.get("Type") or "Action"
        kind = KINDS.get(written)
        if kind is None:
            self.remark(
                node, f"A paragraph of the unknown type {written!r}; read as action.", "type"
            )
            kind = Kind.ACTION
        text, stretches = _text(node)
        if node.get("Alignment") == "Center" and kind is Kind.ACTION:
            kind = Kind.CENTERED
        if node.get("StartsNewPage") == "Yes":
            self._add(node, Kind.PAGE_BREAK, "===", dual=None, details=None)
        if kind is Kind.HEADING and not text.strip():
            self.remark(node, "A scene heading without words.", "empty_heading")
        self._add(node, kind, text, dual=dual, details=_details(node, written, stretches))
        for note in node.iterchildren("ScriptNote"):
            words = "\n".join(_text(part)[0] for part in note.iterchildren("Paragraph"))
            self._add(note, Kind.NOTE, words, dual=None, details=None)

    def _dual(self, both: Node) -> None:
        side = "right"
        for paragraph in both.iterchildren("Paragraph"):
            if paragraph.get("Type") == "Character":
                side = "left" if side == "right" else "right"
            self.paragraph(paragraph, side)

    def _add(
        self,
        node: Node,
        kind: Kind,
        text: str,
        *,
        dual: str | None,
        details: Details | None,
    ) -> None:
        forced = kind is Kind.HEADING and not LETTER.match(text.lstrip())
        properties = dict(details.scene) if details else {}
        page = properties.get("Page", "")
        self.elements.append(
            Element(
                kind, text, node.sourceline or 1, 1, self.offset, self.offset + len(text),
                0 if kind in _FOLLOWS else 1, node.get("Number") if kind is Kind.HEADING else None,
                forced, dual, 0, int(page) if page.isdigit() else None, details,
            )
        )  # fmt: skip
        self.offset += len(text) + 1


_FOLLOWS = frozenset({Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRIC})


def _details(node: Node, written: str, stretches: tuple[Stretch, ...]) -> Details | None:
    attributes = [
        (str(key), str(value)) for key, value in node.attrib.items() if key not in _TYPELESS
    ]
    if written in _KEPT_AS_TYPE or written not in KINDS:
        attributes.append(("Type", written))
    properties = node.find("SceneProperties")
    scene: tuple[tuple[str, str], ...] = ()
    markup = ""
    if properties is not None:
        scene = tuple((str(key), str(value)) for key, value in properties.attrib.items())
        if len(properties):
            markup = etree.tostring(properties, encoding="unicode", with_tail=False)
    revised = any(stretch.mark == "revision" for stretch in stretches)
    if not (attributes or scene or stretches or markup):
        return None
    return Details(tuple(attributes), scene, stretches, markup=markup, revised=revised)


def _text(paragraph: Node) -> tuple[str, tuple[Stretch, ...]]:
    """The words of a paragraph, marked, and the stretches that tags and revisions cover."""
    parts: list[str] = []
    stretches: list[Stretch] = []
    place = 0
    for node in _text_nodes(paragraph):
        words = node.text or ""
        style = node.get("Style")
        part = marked(words, frozenset(style.split("+"))) if style else marked(words, frozenset())
        for mark, key in (("tag", "TagNumber"), ("revision", "RevisionID")):
            value = node.get(key)
            if value:
                stretches.append(Stretch(place, place + len(part), mark, value))
        parts.append(part)
        place += len(part)
    return "".join(parts), tuple(stretches)


def _text_nodes(paragraph: Node) -> Iterator[Node]:
    yield from paragraph.iterchildren("Text")


def _parent_tag(node: Node) -> str:
    parent = node.getparent()
    return "" if parent is None else str(parent.tag)


def _title_page(title: Node | None) -> tuple[tuple[str, str], ...]:
    """The lines of the title page; FDX gives them no keys, so ``Title`` is the first."""
    if title is None:
        return ()
    lines = [
        text
        for paragraph in title.iter("Paragraph")
        if (text := _text(paragraph)[0].strip()) and _parent_tag(paragraph) == "Content"
    ]
    if not lines:
        return ()
    rest = (("Notes", "\n".join(lines[1:])),) if len(lines) > 1 else ()
    return (("Title", lines[0]), *rest)
