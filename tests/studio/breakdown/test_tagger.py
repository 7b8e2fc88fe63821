"""What the tagger finds on small pages, and how it says why."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from matinee.assembly.studio_joints import LEXICON
from matinee.studio.breakdown.kinds import kinds
from matinee.studio.breakdown.meaning import Meaning
from matinee.studio.breakdown.model import Breakdown, Category, Correction, Duty, Method
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.breakdown.weighing import Weighing
from matinee.studio.screenplay.fountain import read_fountain

TAGGER = Tagger()


def breakdown(text: str, *corrections: Correction) -> Breakdown:
    return TAGGER.breakdown(read_fountain(text), corrections=corrections)


def names(found: Breakdown, category: Category) -> set[str]:
    return {one.name.lower() for one in found.elements if one.category is category}


def test_a_thing_is_a_prop_where_it_is_handled_and_dressing_where_it_stands() -> None:
    found = breakdown(
        "INT. SHED - DAY\n\nANN picks up the bucket.\n\nANN\nOh.\n\n"
        "INT. BARN - DAY\n\nA bucket stands in the corner.\n"
    )
    told = {(one.scene, one.category) for one in found.elements if one.name == "bucket"}
    assert told == {(0, Category.PROPS), (1, Category.DRESSING)}


def test_each_element_names_its_words_on_the_page() -> None:
    script = read_fountain(
        "EXT. ROAD - NIGHT\n\nA *black* hearse stands there. ANN waves a torch.\n"
    )
    from_page = TAGGER.breakdown(script).elements
    hearse = next(one for one in from_page if one.category is Category.VEHICLES)
    assert "A black hearse stands there."[hearse.start : hearse.end] == "black hearse"
    assert (hearse.line, hearse.implied, hearse.method) == (3, False, Method.LEXICON)
    assert hearse.why == "'hearse' is known as Vehicles"


def test_a_list_without_a_sentence_is_read_too() -> None:
    found = breakdown("INT. CLUB - NIGHT\n\nBinoculars. A PISTOL. Waders.\n")
    assert names(found, Category.PROPS) >= {"binoculars", "pistol"}
    assert "waders" in names(found, Category.WARDROBE)
    assert Duty.WEAPONS in {flag.duty for flag in found.flags}


def test_the_article_of_a_role_is_no_name_before_what_others_do() -> None:
    found = breakdown(
        "INT. BANK - DAY\n\nAnn takes the pistols. A man looks at the hats.\n\n"
        "THE MAN\nOh.\n\nA VOICE\nAh.\n"
    )
    assert "pistols" in names(found, Category.PROPS)
    assert "hats" in names(found, Category.WARDROBE)


def test_a_verb_that_could_be_a_plural_is_a_verb_after_one_thing() -> None:
    found = breakdown(
        "EXT. ROAD - DAY\n\nA helicopter slides across the sun. A three-legged cat rubs along his "
        "shin. A school bus crashes through the fence.\n"
    )
    assert names(found, Category.VEHICLES) == {"helicopter", "school bus"}
    assert names(found, Category.ANIMALS) == {"three-legged cat"}
    assert names(found, Category.STUNTS) == {"crashes through the fence"}


@pytest.mark.parametrize(
    ("action", "duty"),
    [
        ("LEO, 9, runs in.", Duty.MINORS),
        ("A horse stands there.", Duty.ANIMALS),
        ("Ann leaps from the roof.", Duty.STUNTS),
        ("Ann lifts the revolver.", Duty.WEAPONS),
        ("They kiss.", Duty.INTIMACY),
        ("Ann lights a cigarette.", Duty.SMOKING),
        ("Ann dives into the water.", Duty.WATER),
        ("A crowd roars.", Duty.CROWDS),
    ],
)
def test_a_duty_is_flagged_with_its_line(action: str, duty: Duty) -> None:
    found = breakdown(f"INT. HALL - DAY\n\n{action}\n\nANN\nYes.\n\nLEO\nNo.\n")
    assert {flag.line for flag in found.flags if flag.duty is duty} <= {1, 3}
    assert duty in {flag.duty for flag in found.flags}


def test_duties_ask_for_their_services() -> None:
    found = breakdown("INT. HALL - DAY\n\nLEO, 9, pats a donkey.\n\nLEO\nHello.\n")
    assert names(found, Category.LABOR) == {"chaperone", "tutor"}
    assert names(found, Category.WRANGLERS) == {"donkey handler"}
    assert all(one.implied for one in found.elements if one.category is Category.LABOR)


def test_a_boat_with_a_name_is_a_vehicle_wherever_it_is_named() -> None:
    found = breakdown(
        "EXT. SEA - DAY\n\nA ferry, the CORMORANT, turns.\n\n"
        "EXT. QUAY - DAY\n\nThe Cormorant waits.\n"
    )
    assert {one.scene for one in found.elements if one.category is Category.VEHICLES} == {0, 1}


def test_a_correction_holds_at_once_in_every_scene() -> None:
    text = (
        "INT. A - DAY\n\nAnn lifts a zorgle.\n\nANN\nOh.\n\n"
        "INT. B - DAY\n\nA zorgle stands there.\n"
    )
    taught = breakdown(text, Correction("zorgle", Category.VISUAL_EFFECTS))
    told = [one for one in taught.elements if one.head == "zorgle"]
    assert [(one.scene, one.category) for one in told] == [
        (0, Category.VISUAL_EFFECTS),
        (1, Category.VISUAL_EFFECTS),
    ]
    assert "in this production" in told[1].why


def test_one_vote_does_not_outweigh_a_known_word_but_two_do() -> None:
    text = "INT. A - DAY\n\nA kettle.\n"
    vote = Correction("kettle", Category.SOUND)
    assert names(breakdown(text, vote), Category.DRESSING) == {"kettle"}
    assert names(breakdown(text, vote, vote), Category.SOUND) == {"kettle"}


def test_what_is_refused_again_and_again_is_no_longer_suggested() -> None:
    text = "INT. A - DAY\n\nA kettle. A clock.\n"
    refused = Correction("kettle", None, "kettle", Method.LEXICON, Category.DRESSING)
    kept = Correction("clock", Category.DRESSING, "clock", Method.LEXICON, Category.DRESSING)
    found = breakdown(text, refused, refused, refused, *[kept] * 6)
    assert names(found, Category.DRESSING) == {"clock"}


def _refused(head: str, method: Method, was: Category) -> Correction:
    return Correction(head, None, head, method, was)


def test_a_service_that_a_production_does_not_list_goes_and_the_others_stay() -> None:
    text = "INT. HALL - DAY\n\nLEO, 9, pats a donkey.\n\nLEO\nHello.\n"
    refused = _refused("tutor", Method.RULE, Category.LABOR)
    assert names(breakdown(text, refused), Category.LABOR) == {"chaperone", "tutor"}
    assert names(breakdown(text, *[refused] * 3), Category.LABOR) == {"chaperone"}
    listed = replace(refused, head="chaperone", category=Category.LABOR)
    held = breakdown(text, refused, refused, *[listed] * 6)
    assert names(held, Category.LABOR) == {"chaperone", "tutor"}


def test_a_deed_that_was_refused_once_may_still_be_a_stunt() -> None:
    text = "INT. HALL - DAY\n\nAnn leaps from the roof.\n\nANN\nOh.\n"
    refused = _refused("leap", Method.GRAMMAR, Category.STUNTS)
    right = replace(refused, head="fall", category=Category.STUNTS)
    assert names(breakdown(text, refused, right, right), Category.STUNTS)
    assert not names(breakdown(text, *[refused] * 6), Category.STUNTS)


def test_each_way_can_be_left_out() -> None:
    script = read_fountain("INT. A - DAY\n\nAnn falls down the stairs. A kettle.\n\nANN\nOh.\n")
    without_words = Tagger(use_lexicon=False).breakdown(script)
    without_grammar = Tagger(use_grammar=False).breakdown(script)
    assert not names(without_words, Category.DRESSING)
    assert not names(without_grammar, Category.STUNTS)
    assert names(TAGGER.breakdown(script), Category.STUNTS)


@pytest.mark.parametrize(
    "action",
    [
        "The step is slick like an eel.",
        "ANN crouches behind the door, a tiger before its leap.",
        "ANN folds her napkin, making a fair swan, a goose, and a frog.",
        "There is no dog.",
        "ANN looks at a picture of a horse.",
        "ANN runs as fast as a horse.",
        "Even foxes keep away from it.",
        "Paper fish hang there.",
    ],
)
def test_an_animal_that_is_only_spoken_of_is_no_element(action: str) -> None:
    found = breakdown(f"INT. HALL - DAY\n\n{action}\n\nANN\nOh.\n")
    assert names(found, Category.ANIMALS) == set()


def test_an_animal_that_is_seen_is_an_element_beside_a_figure_of_speech() -> None:
    found = breakdown("INT. HALL - DAY\n\nA dog runs like a horse past ANN.\n\nANN\nOh.\n")
    assert names(found, Category.ANIMALS) == {"dog"}


@pytest.mark.parametrize("action", ["Ann could fall off the roof.", "Ann does not fall down."])
def test_what_does_not_happen_is_no_stunt(action: str) -> None:
    found = breakdown(f"EXT. ROOF - DAY\n\n{action}\n")
    assert names(found, Category.STUNTS) == set()


@pytest.mark.parametrize(
    ("action", "named"),
    [
        ("Ann drops the hook and dives.", "dives"),
        ("The mules bolt, carts and all.", "bolt"),
        ("The van goes sideways and stops.", "goes sideways"),
        ("Ann is thrown out of the window.", "thrown out of the window"),
        ("The sleeve catches him. Ann clings to a chandelier.", "clings to a chandelier"),
        ("He jumps, forty feet.", "jumps"),
        ("Ann hits him with a hymnal.", "hits him"),
    ],
)
def test_a_stunt_is_read_of_verb_who_and_way(action: str, named: str) -> None:
    found = breakdown(f"EXT. YARD - DAY\n\n{action}\n\nANN\nOh.\n")
    assert names(found, Category.STUNTS) == {named}


@pytest.mark.parametrize(
    "action",
    [
        "Ann slips her ring off.",
        "Ann goes down the stairs.",
        "Ann falls silent.",
        "Bats fly over it.",
        "The drowned piano stands on the beach.",
        "Ann swims laps in the pool.",
        "A bell that rises and falls.",
    ],
)
def test_the_same_verbs_are_no_stunt_of_another_thing_or_way(action: str) -> None:
    found = breakdown(f"EXT. YARD - DAY\n\n{action}\n\nANN\nOh.\n")
    assert names(found, Category.STUNTS) == set()


def test_what_is_taken_up_again_under_a_broader_word_is_one_element() -> None:
    found = breakdown(
        "EXT. ROAD - DAY\n\nANN sits in a taxi. She starts the car.\n\n"
        "A beast roars. The bear runs off.\n"
    )
    assert names(found, Category.VEHICLES) == {"taxi"}
    assert names(found, Category.ANIMALS) == {"beast"}


def test_relatives_and_feelings_that_somebody_has_are_no_props() -> None:
    found = breakdown("INT. HALL - DAY\n\nANN hides her anger. ANN grabs her father.\n\nANN\nOh.\n")
    assert names(found, Category.PROPS) == set()


def test_a_bottle_of_rum_and_a_coil_of_rope_are_one_thing_each() -> None:
    found = breakdown("EXT. QUAY - DAY\n\nANN drinks a bottle of rum. She throws a coil of rope.\n")
    assert names(found, Category.PROPS) == {"bottle of rum", "rope"}


def test_a_verb_behind_a_name_is_no_plural() -> None:
    found = breakdown("EXT. QUAY - DAY\n\nEMMETT\nOh.\n\nA stone. Emmett ducks; Ann runs.\n")
    assert names(found, Category.ANIMALS) == set()


@pytest.mark.parametrize(
    "action",
    [
        "ANN guts mackerel.",
        "A waiter with a tray of oysters.",
        "ANN wears a cardigan with elks on it.",
        "A mural of giraffes.",
        "Sheets hang there like a herd of cows.",
        "ANN winds up a clockwork duck.",
    ],
)
def test_what_is_eaten_drawn_or_made_is_no_beast(action: str) -> None:
    assert names(breakdown(f"INT. ROOM - DAY\n\n{action}\n"), Category.ANIMALS) == set()


def test_words_that_a_hyphen_joins_are_one_word() -> None:
    found = breakdown("INT. ROOM - DAY\n\nANN picks up a walkie-talkie.\n")
    assert names(found, Category.PROPS) == {"walkie-talkie"}


@pytest.mark.parametrize(
    ("page", "wet"),
    [
        ("INT. ALL SOULS - GALLEY - DAY\n\nThe ferry, the ALL SOULS, rolls. All Souls!\n", True),
        ("INT. ENGINE ROOM - DAY\n\nWater to the shins.\n", True),
        ("EXT. BRIDGE - DAY\n\nANN dives after it. The sea is far below.\n", True),
        ("INT. ROOM - DAY\n\nANN dives behind the sofa.\n", False),
    ],
)
def test_water_is_told_by_a_boat_s_name_and_a_dive_where_there_is_some(
    page: str, *, wet: bool
) -> None:
    assert (Duty.WATER in {flag.duty for flag in breakdown(page).flags}) is wet


class _AllAlike:
    """Means the same by every text."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 1), dtype=np.float32)


def test_a_set_that_means_a_vehicle_is_one_unless_it_is_a_building() -> None:
    meaning = Meaning(
        _AllAlike(), dict.fromkeys(("car", "bus", "van"), "vehicles"), np.zeros((2, 6))
    )
    tagger = Tagger(meaning, Weighing(kinds(LEXICON), {}))
    page = "INT. NIMBUS / GLIDING - DAY\n\nAnn.\n\nINT. BOATHOUSE - DAY\n\nAnn.\n"
    assert names(tagger.breakdown(read_fountain(page)), Category.VEHICLES) == {"nimbus / gliding"}


def test_a_set_is_ridden_by_its_kind_and_no_person_s_name_is_a_boat() -> None:
    tagger = Tagger(weighing=Weighing(kinds(LEXICON), {}))
    page = (
        "INT. TROOPSHIP - DAY\n\nA train with the gilt off: DROSS & SON. Dross shouts.\n\n"
        "CASPAR DROSS\nOn!\n\nINT. BOATHOUSE - DAY\n\nDross waits.\n"
    )
    found = tagger.breakdown(read_fountain(page))
    assert names(found, Category.VEHICLES) == {"troopship", "train"}
