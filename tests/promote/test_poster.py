from __future__ import annotations

import time
from pathlib import Path
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.promote.drawing.colour import BY_DECADE, contrast
from matinee.promote.drawing.moods import COMPOSITIONS, MOODS, mood_of
from matinee.promote.lettering import SYSTEM, Face, Lettering, fit, runs_right_to_left
from matinee.promote.model import TitleFacts
from matinee.promote.poster import composition_of, draw_poster, draw_wide

GENRES = ("Western", "Horror", "Sci-Fi", "Drama", "Comedy", "Romance", "Crime", "Documentary")
# The simplest face there is: every Latin letter is a box.
BOXES = Face(
    "anton", 300, 0.7, 0.2, {chr(code): (180, "M0,0h150v-210h-150z") for code in range(33, 383)}, {}
)
LETTERING = Lettering({"anton": BOXES})


def _facts(number: int, *, genres: tuple[str, ...] | None = None) -> TitleFacts:
    return TitleFacts(
        seed=f"title {number}",
        name=f"The Thing Number {number}",
        year=1940 + number % 75,
        genres=genres if genres is not None else (GENRES[number % len(GENRES)],),
        director="Agnès Varda",
    )


def _elements(svg: str) -> list[tuple[str, dict[str, str], list[str]]]:
    """Every element in order, with its attributes and its own text; fails on what is not XML."""
    found: list[tuple[str, dict[str, str], list[str]]] = []
    inside: list[int] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside.append(len(found))
        found.append((tag, attributes, []))

    def said(text: str) -> None:
        found[inside[-1]][2].append(text)

    def end(_: str) -> None:
        inside.pop()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = said
    parser.Parse(svg, True)
    return found


def _words(svg: str, tag: str = "text") -> list[str]:
    return ["".join(text) for name, _, text in _elements(svg) if name == tag]


def test_the_same_title_is_always_drawn_alike() -> None:
    assert draw_poster(_facts(1), LETTERING) == draw_poster(_facts(1), LETTERING)
    assert draw_wide(_facts(1)) == draw_wide(_facts(1))


def test_no_two_of_200_titles_look_alike_and_every_composition_is_used() -> None:
    facts = [_facts(number) for number in range(200)]
    posters = {draw_poster(each, LETTERING).partition("<title>")[2] for each in facts}
    used = {composition_of(_facts(n, genres=(mood,))) for mood in MOODS for n in range(60)}

    assert len(posters) == 200
    assert len({draw_wide(each) for each in facts}) == 200
    assert used == set(COMPOSITIONS)
    assert len(COMPOSITIONS) >= 8


def test_a_shelf_of_one_genre_still_varies() -> None:
    shown = {composition_of(_facts(number, genres=("Drama",))) for number in range(24)}
    assert len(shown) >= 8


@pytest.mark.parametrize(
    ("genres", "mood"),
    [
        (("Comedy", "Horror"), "horror"),
        (("Drama", "Sci-Fi"), "science fiction"),
        (("Drama", "Western"), "western"),
        ((), "drama"),
        (("Something New",), "drama"),
    ],
)
def test_the_telling_genre_sets_the_mood(genres: tuple[str, ...], mood: str) -> None:
    assert mood_of(genres) is MOODS[mood]


def test_what_the_words_speak_of_is_mostly_what_is_drawn() -> None:
    drawn = [
        composition_of(TitleFacts(str(number), "The Haunted House", 1963, ("Drama",)))
        for number in range(100)
    ]
    assert drawn.count("house") > 60


@given(st.text(max_size=120))
def test_any_name_gives_a_well_formed_picture_of_at_most_6_kb(name: str) -> None:
    for lettering in (LETTERING, Lettering({})):
        svg = draw_poster(TitleFacts(name, name, 1984, (name,), (name,), (), name), lettering)
        assert _elements(svg)
        assert len(svg.encode()) <= 6000 or not name.isascii()


def test_a_hostile_title_stays_text() -> None:
    name = "</title><script>alert(1)</script>\"'&\x00\x1f"
    facts = TitleFacts("x", name, 2000, ("Drama",), (), (), "<img src=x onerror=alert(1)>")
    svg = draw_poster(facts, Lettering({}))

    tags = {tag for tag, _, _ in _elements(svg)}
    assert not tags & {"script", "img", "foreignObject", "image", "a", "style"}
    assert _words(svg, "title") == [name[:-2]]


def test_a_picture_says_that_a_procedure_drew_it() -> None:
    for svg in (draw_poster(_facts(3), LETTERING), draw_wide(_facts(3))):
        assert _words(svg, "rdf:Description") == [""]
        assert "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia" in svg
        assert "DigitalSourceType" in svg


def test_a_poster_is_two_by_three_and_wide_art_sixteen_by_nine() -> None:
    poster = _elements(draw_poster(_facts(4), LETTERING))[0][1]
    wide = _elements(draw_wide(_facts(4)))[0][1]
    assert poster["viewBox"] == "0 0 400 600"
    assert wide["viewBox"] == "0 0 640 360"


def test_wide_art_has_no_words_because_the_page_has_them() -> None:
    for number in range(60):
        assert _words(draw_wide(_facts(number))) == []


@pytest.mark.parametrize("name", ["مدينة الليل", "עיר הלילה", "東京物語", "Солярис", "Ωδή"])
def test_a_name_in_another_script_is_set_whole(name: str) -> None:
    facts = TitleFacts("seed", name, 1972, ("Drama",))
    said = "".join(_words(draw_poster(facts, LETTERING))).replace(" ", "").lower()
    assert name.replace(" ", "").lower() in said


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("The Naked Gun: From the Files of Police Squad!", "From the Files of Police Squad!"),
        ("Star Wars: Episode IV - A New Hope", "Episode IV - A New Hope"),
        (
            "Dr. Strangelove or: How I Learned to Stop Worrying",
            "or: How I Learned to Stop Worrying",
        ),
        ("Alien: Resurrection", ""),
    ],
)
def test_what_follows_the_colon_of_a_long_name_stands_below_it(name: str, below: str) -> None:
    said = _words(draw_poster(TitleFacts("seed", name, 0, ("Drama",)), LETTERING))
    assert " ".join(said) == below


def test_a_name_that_runs_from_right_to_left_is_marked_so() -> None:
    svg = draw_poster(TitleFacts("seed", "עיר הלילה", 1972, ("Drama",)), LETTERING)
    assert 'direction="rtl"' in svg
    assert runs_right_to_left("… עיר")
    assert not runs_right_to_left("City עיר")


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1, max_size=12))
def test_a_title_never_leaves_its_place(words: list[str]) -> None:
    for face in (BOXES, SYSTEM):
        lines = fit(face, " ".join(words), width=344, height=120, largest=92)
        assert " ".join(line.text for line in lines) == " ".join(words)
        assert max(line.ems * line.size for line in lines) <= 344.01
        assert sum(line.size * face.cap for line in lines) <= 120.01


def test_every_ink_reads_on_every_ground() -> None:
    palettes = [p for mood in MOODS.values() for p in mood.palettes]
    palettes += [p for some in BY_DECADE.values() for p in some]
    weak = [
        (palette, ground)
        for palette in palettes
        for ground in (palette.deep, palette.light, palette.ground)
        for lively in (False, True)
        if contrast(palette.ink_on(ground, lively=lively), ground) < 4.5
    ]
    assert weak == []


def test_drawing_takes_less_than_two_milliseconds() -> None:
    facts = [_facts(number) for number in range(100)]
    begun = time.process_time()
    for each in facts:
        draw_poster(each, LETTERING)
    assert (time.process_time() - begun) / len(facts) < 0.002


def test_without_a_build_there_are_no_faces_and_still_a_poster(tmp_path: Path) -> None:
    lettering = Lettering.load(tmp_path / "absent.json")
    assert lettering.faces == {}
    assert "The Thing" in " ".join(_words(draw_poster(_facts(5), lettering)))
