"""What four projects' tests expect of a reader, beside what ours reads, in one plain form.

The plain form is a list of (kind, words): neighbours of one kind are joined, blanks collapsed,
notes and boneyards left out, since each project marks those in its own way. Empty lines are not
compared.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import (
    Element,
    Kind,
    Script,
    cue_extensions,
    cue_name,
    printed,
)
from matinee.studio.screenplay.reading import read_script

Plain = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One expectation: ``difference`` is the first place where ours is another, empty if none."""

    name: str
    difference: str

    @property
    def agrees(self) -> bool:
        """Whether ours is the same throughout."""
        return not self.difference


def cases(folder: Path) -> Iterator[Case]:
    """Every expectation in the shared ``screenplays`` folder."""
    yield from _pairs(folder)
    yield from _dumps(folder / "screenplay-tools")
    yield from _yaml_cases(folder / "jouvence")


def _on_page(script: Plain) -> Plain:
    """What is printed: a PDF and these projects' FDX hold no forced page breaks."""
    printed_kinds = {"page_break", "section", "synopsis"}
    return _joined(pair for pair in script if pair[0] not in printed_kinds)


def _read(path: Path) -> Script:
    return read_script(path.read_bytes(), name=path.name)


def _pairs(folder: Path) -> Iterator[Case]:
    """The same script in two formats has to be the same script."""
    for fountain in sorted(
        [*folder.glob("fountain-cases/*.fountain"), *folder.glob("samples/*.fountain")]
    ):
        ours = plain(_read(fountain))
        for ending in (".fdx", ".pdf"):
            other = fountain.with_suffix(ending)
            if other.exists():
                yield _case(
                    f"{other.parent.name}/{other.name}",
                    _on_page(ours),
                    _on_page(plain(_read(other))),
                )
    tools = folder / "screenplay-tools"
    for name in ("TestFDX-FD", "TestFDX-FI"):
        expected = plain(_read(tools / f"{name}.fountain"))
        yield _case(f"screenplay-tools/{name}.fdx", expected, plain(_read(tools / f"{name}.fdx")))
    expected = plain(_read(tools / "TestFDX-FD.fountain"))
    for other in sorted(tools.glob("TestFDX-FD-Write-*.fdx")):
        ours = [(kind, words.partition(" #")[0]) for kind, words in expected]
        yield _case(f"screenplay-tools/{other.name}", ours, plain(_read(other)))


_ENTRY = re.compile(
    r'^(?:\[\[\d+\]\]|/\*\d+\*/)?([A-Z]+):"(.*?)"((?: [^\n]*)?)$', re.DOTALL | re.MULTILINE
)
_HOLDERS = re.compile(r"\[\[\d+\]\]|/\*\d+\*/")


def _dumps(folder: Path) -> Iterator[Case]:
    for dump in sorted(folder.glob("*.txt")):
        stem = dump.stem.removesuffix("-Merged").removesuffix("-Unmerged")
        source = folder / f"{stem}.fountain"
        if stem in {"SimpleCallbackParser", "Formatted"} or not source.exists():
            continue  # the first lists calls, the second HTML: neither says what a line is
        expected = _joined(_entries(dump.read_text(encoding="utf-8")))
        yield _case(f"screenplay-tools/{dump.name}", expected, plain(_read(source)))


_NAMES = {"ACTION": "action", "PAGEBREAK": "page_break"}


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for kind, written, more in _ENTRY.findall(text):
        if kind not in {"NOTE", "BONEYARD", "TITLEENTRY"}:
            yield _entry(kind, printed(_HOLDERS.sub("", written)), more)


def _entry(kind: str, words: str, more: str) -> tuple[str, str]:
    name = _NAMES.get(kind, kind.lower())
    if "(centered)" in more:
        return "centered", words
    match kind:
        case "PAGEBREAK":
            return name, "==="
        case "CHARACTER":
            extension = re.match(r' "(\([^"]*\))"', more)
            dual = " ^" if "(Dual)" in more.rpartition('"')[2] else ""
            return name, f"{words} {extension[1] if extension else ''}{dual}"
        case "HEADING" if number := re.match(r" \(([^)]*)\)", more):
            return name, f"{words} #{number[1]}"
        case "PARENTHETICAL":
            return name, f"({words})"
        case _:
            return name, words


_SIGNS = {"@": "character", "_": "parenthetical", "=": "dialogue", "#": "section", "+": "synopsis",
          "~": "lyric", ".": "heading", ">": "transition"}  # fmt: skip


def _yaml_cases(folder: Path) -> Iterator[Case]:
    for file in sorted(folder.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load_all(file.read_text(encoding="utf-8")), 1):
            script = read_fountain(case["in"])
            expected = _joined(_signed(line) for line in case["out"])
            ours = plain(script)
            title = {key.lower(): printed(value) for key, value in script.title_page}
            wanted = {key: printed(str(value)) for key, value in (case.get("title") or {}).items()}
            name = f"jouvence/{file.name} #{number}"
            if title != wanted:
                yield Case(name, f"title page: expected {wanted}, read {title}")
            else:
                yield _case(name, expected, ours)


def _signed(line: str) -> tuple[str, str]:
    if line.startswith("!><"):
        return "centered", printed(line[3:])
    if line == "<pagebreak>":
        return "page_break", "==="
    return (_SIGNS.get(line[0], "action"), printed(line[1:]))


def plain(script: Script) -> Plain:
    """A script in the plain form."""
    return _joined(_plain(element) for element in script.elements)


def _plain(element: Element) -> tuple[str, str]:
    words = printed(element.text)
    match element.kind:
        case Kind.HEADING:
            words = f"{words} #{element.number}" if element.number else words
        case Kind.CHARACTER:
            extensions = "".join(f" ({extension})" for extension in cue_extensions(element.text))
            words = f"{cue_name(element.text)}{extensions}{' ^' if element.dual == 'right' else ''}"
        case Kind.PAGE_BREAK:
            words = "==="
        case Kind.NOTE | Kind.BONEYARD:
            words = ""
        case _:
            pass
    return element.kind.value, words


def _joined(pairs: Iterable[tuple[str, str]]) -> Plain:
    joined: Plain = []
    for kind, written in pairs:
        words = " ".join(written.split())
        if not words:
            continue
        if joined and joined[-1][0] == kind and kind in {"action", "dialogue", "centered"}:
            joined[-1] = (kind, f"{joined[-1][1]} {words}")
        else:
            joined.append((kind, words))
    return joined


def _case(name: str, expected: Plain, ours: Plain) -> Case:
    if expected == ours:
        return Case(name, "")
    for wanted, read in zip(expected, ours, strict=False):
        if wanted != read:
            return Case(name, f"expected {_short(wanted)}, read {_short(read)}")
    return Case(name, f"expected {len(expected)} elements, read {len(ours)}")


def _short(pair: tuple[str, str]) -> str:
    return f"{pair[0]} {pair[1][:60]!r}"


EXPLAINED = {
    "fountain-cases/extended-characters.pdf": "the PDF itself holds no letters but those of the "
    "first line: its typeface has no others",
    "samples/Brick-and-Steel.pdf": "a heading that a full stop forces ('Scene Heading': you can "
    "force one) is printed like any action; the page does not say what it was",
    "screenplay-tools/Boneyards.txt": "'Boneyard': what stands between /* and */ is ignored, so "
    "CUT TO: stands alone and is a transition",
    "screenplay-tools/Character.txt": "'Character': a name must hold at least one letter, and "
    "3CPO does (R2D2 works, 23 does not)",
    "screenplay-tools/Notes.txt": "'Dialogue': an empty line ends a speech; two blanks alone hold "
    "it open",
    "screenplay-tools/Sections.txt": "'Transition': capitals that end in TO: between empty lines; "
    "a key of the title page without a value, and nothing indented under it, is none",
    "screenplay-tools/Tags.txt": "the syntax has no tags; #…# is a scene number only where it "
    "closes",
    "jouvence/test_lyrics.yaml #2": "'Lyrics': a line that begins with a tilde is a lyric, "
    "whatever follows it",
}
"""Why ours differs; the words in quotes name the section of fountain.io/syntax."""
