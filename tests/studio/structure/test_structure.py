"""People, days, lengths and kinds of scene, on small scripts and on the demo's."""

from importlib.resources import files
from pathlib import Path

from matinee.studio.analysis import analyse
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.pagination import ROWS, lengths_of, set_out, written
from matinee.studio.screenplay.reading import read_script
from matinee.studio.screenplay.scenes import scenes_of
from matinee.studio.structure.facts import Structure, structure_of
from matinee.studio.structure.model import Trait


def structure(text: str) -> Structure:
    return structure_of(read_fountain(text))


def test_an_age_holds_until_another_is_told_and_a_lower_one_in_its_scene_alone() -> None:
    told = [
        "WILL, AGE 3, sits.",
        "Will runs.",
        "WILL, now 28, sits.",
        "Will (6) sits.",
        "Will runs.",
    ]
    pages = "".join(f"INT. A - DAY\n\n{action}\n\nWILL\nOh.\n\n" for action in told)
    will = structure(pages).people[0]
    assert [will.age_in(scene) for scene in range(5)] == [3, 3, 28, 6, 28]
    assert (will.age, will.oldest) == (3, 28)


def test_spellings_of_a_cue_are_one_person_and_say_why() -> None:
    found = structure(
        "INT. A - DAY\n\nANN O’HARA, 34, sits. So does DR. BENNETT.\n\nANN (V.O.)\nOne two.\n\n"
        "ANN (CONT'D)\nThree.\n\nBENNETT\nFour.\n\nDR. BENNETT\nFive.\n\nYOUNG ANN\nSix.\n"
    )
    people = {person.name: person for person in found.people}
    assert set(people) == {"ANN", "DR. BENNETT", "YOUNG ANN"}
    assert people["ANN"].words == 3
    assert people["ANN"].age == 34
    assert people["ANN"].aliases == (("ANN O'HARA", "introduced in full in line 3"),)
    assert people["DR. BENNETT"].aliases == (("BENNETT", "with and without a title"),)
    assert people["YOUNG ANN"].younger_of == "ANN"


def test_who_is_seen_and_silent_is_told_from_who_speaks() -> None:
    found = structure("INT. A - DAY\n\nAnn waits.\n\nBEN\nHello.\n\nINT. B - DAY\n\nANN\nOh.\n")
    assert found.scenes[0].speaking == ("BEN",)
    assert found.scenes[0].silent == ("ANN",)


def test_a_day_begins_when_night_gives_way_and_flashbacks_have_their_own() -> None:
    found = structure(
        "INT. A - DAY\n\nx\n\nEXT. B - NIGHT\n\nx\n\nEXT. B - NIGHT (1984 FLASHBACK)\n\nx\n\n"
        "INT. A - MORNING\n\nx\n\nINT. A - DAY - TWO DAYS LATER\n\nx\n"
    )
    assert [facts.day for facts in found.scenes] == ["1", "1", "FB 1984", "2", "3"]
    assert found.scenes[3].day_evidence == "day after night"


def test_a_flashback_without_a_word_in_its_heading_lasts_until_it_ends() -> None:
    found = structure(
        "INT. A - DAY\n\nFLASHBACK:\n\nINT. B - DAY\n\nx\n\nEND FLASHBACK.\n\nINT. A - DAY\n\nx\n"
    )
    marked = [any(trait is Trait.FLASHBACK for trait, _ in facts.traits) for facts in found.scenes]
    assert marked == [True, True, False]


def test_calls_songs_and_montages_are_told_with_their_line() -> None:
    found = structure(
        "INT. A - DAY\n\nANN\n(into phone)\nYes?\n\n.MONTAGE - WINTER\n\nBEN\n(singing)\n~la\n"
    )
    assert [[trait.value for trait, _ in facts.traits] for facts in found.scenes] == [
        ["phone call"], ["montage", "song"],
    ]  # fmt: skip
    assert found.scenes[0].traits[0][1].line == 4


def test_sets_hang_below_their_location() -> None:
    found = structure(
        "INT. HOUSE - HALL - DAY\n\nx\n\nEXT. SEA\n\nx\n\nINT. HOUSE - ATTIC - DAY\n\nx\n"
    )
    assert [(place.location, place.set_name, place.scenes) for place in found.places] == [
        ("HOUSE", "HALL", (0,)), ("HOUSE", "ATTIC", (2,)), ("SEA", "", (1,)),
    ]  # fmt: skip


def test_a_scene_has_at_least_an_eighth_and_a_page_has_eight() -> None:
    rows = "\n\n".join(["Row."] * ((ROWS - 1) // 2))
    script = read_fountain(f"INT. A - DAY\n\n{rows}\n\nINT. B - DAY\n\nx\n")
    assert [length.eighths for length in lengths_of(script, scenes_of(script))] == [8, 1]
    assert (written(11), written(8), written(3)) == ("1 3/8", "1", "3/8")


def test_a_cue_is_never_the_last_row_of_a_page() -> None:
    rows = "\n\n".join(["Row."] * 26)
    spots = set_out(read_fountain(f"INT. A\n\n{rows}\n\nANN\nOne.\n"))
    assert (spots[-2].page, spots[-2].row) == (2, 0)


def test_lengths_set_out_agree_with_those_on_paper(shared_data: Path) -> None:
    folder = shared_data / "screenplays" / "samples"
    lengths = []
    for ending in ("fountain", "pdf"):
        file = folder / f"Big-Fish.{ending}"
        script = read_script(file.read_bytes(), name=file.name)
        lengths.append(lengths_of(script, scenes_of(script)))
    near = [abs(a.eighths - b.eighths) <= 1 for a, b in zip(*lengths, strict=True)]
    assert sum(near) >= 0.9 * len(near)
    assert abs(sum(a.pages for a in lengths[0]) - sum(b.pages for b in lengths[1])) <= 1


def test_the_demo_screenplay_is_long_enough_and_holds_what_it_should() -> None:
    data = files("matinee.demo.screenplay").joinpath("low_water.fountain").read_bytes()
    found = analyse(data, name="low_water.fountain").structure
    assert len(found.scenes) >= 45
    assert found.eighths >= 34 * 8
    traits = {trait for facts in found.scenes for trait, _ in facts.traits}
    assert traits == set(Trait)
    names = {person.name: person for person in found.people}
    assert names["YOUNG JOANA"].younger_of == "JOANA"
    assert names["FINN"].aliases[0][0] == "FINN CRANE"


def test_what_two_are_called_alike_is_whose_who_speaks_more() -> None:
    page = (
        "INT. WARD - DAY\n\nDR. REED\nSit.\n\nDR. REED\nStand.\n\nYOUNG DR. REED\nGo.\n\n"
        "INT. HALL - DAY\n\nReed waits.\n"
    )
    people = {person.name: person for person in structure_of(read_fountain(page)).people}
    assert people["DR. REED"].silent == (1,)
    assert people["YOUNG DR. REED"].silent == ()
