"""What a thing is by its use, and what kind of thing a word names."""

from dataclasses import replace
from pathlib import Path

import pytest

from matinee.assembly.studio_joints import LEXICON
from matinee.errors import Unavailable
from matinee.studio.breakdown.grammar import parsed
from matinee.studio.breakdown.kinds import Kinds, kinds
from matinee.studio.breakdown.lexicon import lexicon
from matinee.studio.breakdown.model import Category, Correction, Method
from matinee.studio.breakdown.somebody import Living
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.breakdown.weighing import Weighing
from matinee.studio.screenplay.fountain import read_fountain


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("rowboat", "vehicle"),
        ("poncho", "clothing"),
        ("sofa", "furniture"),
        ("trombone", "instrument"),
        ("sandwich", "food"),
        ("ferret", "animal"),
        ("elbow", "body"),
        ("jealousy", "abstract"),
    ],
)
def test_the_most_used_sense_says_the_kind(word: str, kind: str) -> None:
    assert kinds(LEXICON).of((word,))[0] == kind


def test_two_words_are_one_where_they_are_known_so_and_unknown_ones_have_no_kind() -> None:
    assert kinds(LEXICON).of(("old", "rocking", "chair"))[0] == "furniture"
    assert kinds(LEXICON).of(("zorgle",)) == ()


def test_a_lexicon_that_was_not_built_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="has not been built"):
        Kinds.load(tmp_path / "none.tsv")


def _found(action: str) -> dict[str, tuple[Category, Method]]:
    tagger = Tagger(weighing=Weighing(kinds(LEXICON)))
    script = read_fountain(f"INT. HALL - DAY\n\n{action}\n\nANN\nOh.\n")
    elements = tagger.breakdown(script).elements
    return {one.name.lower(): (one.category, one.method) for one in elements}


def test_a_thing_that_no_list_has_is_a_prop_where_it_is_handled() -> None:
    category, method = _found("Ann hands Ben her affidavit.")["affidavit"]
    assert (category, method) in {
        (Category.PROPS, Method.GRAMMAR),
        (Category.PROPS, Method.EXAMPLES),
    }
    assert "affidavit" not in _found("Ann thinks.")


def test_what_was_learned_can_take_back_what_a_list_says() -> None:
    tagger = Tagger(weighing=Weighing(kinds(LEXICON), {"bias": [5.0, 0.0, 0.0, 0.0]}))
    script = read_fountain("INT. HALL - DAY\n\nAnn lifts a kettle.\n\nANN\nOh.\n")
    assert not [one for one in tagger.breakdown(script).elements if one.category is Category.PROPS]


def test_what_a_list_calls_a_beast_stays_one() -> None:
    assert _found("Ann lifts the dog.")["dog"][0] is Category.ANIMALS


_SHEDS = "".join(
    f"INT. SHED {number} - DAY\n\nAnn lifts a kettle. A clock hums.\n\nANN\nOh.\n\n"
    for number in range(6)
)


def _kettles(*corrections: Correction) -> set[int]:
    tagger = Tagger(weighing=Weighing(kinds(LEXICON), {"bias": [1.0, 0.0, 0.0, 0.0]}))
    found = tagger.breakdown(read_fountain(_SHEDS), corrections=corrections)
    return {one.scene for one in found.elements if one.category is Category.PROPS}


def test_what_was_missed_in_some_scenes_is_found_in_the_others() -> None:
    assert not _kettles()
    missed = [Correction("kettle", Category.PROPS, scene=scene) for scene in range(4)]
    assert _kettles(*missed) == set(range(6))


def test_words_of_another_draft_teach_too_and_refusals_take_back() -> None:
    missed = [Correction("kettle", Category.PROPS) for _ in range(12)]
    assert _kettles(*missed) == set(range(6))
    refused = [replace(one, category=None, was=Category.PROPS) for one in missed]
    assert not _kettles(*missed, *refused, *refused)


def test_one_word_teaches_less_of_other_words_than_of_itself() -> None:
    tagger = Tagger(weighing=Weighing(kinds(LEXICON), {"bias": [0.4, 0.0, 1.4, 0.0]}))
    script = read_fountain(_SHEDS.replace("A clock hums", "Ben lifts a lamp"))
    missed = [Correction("kettle", Category.PROPS, scene=scene) for scene in range(2)]
    found = tagger.breakdown(script, corrections=missed).elements
    last = {one.head: one.category for one in found if one.scene == 5}
    assert (last["kettle"], last["lamp"]) == (Category.PROPS, Category.DRESSING)


def test_what_a_person_is_told_to_have_is_used_by_somebody() -> None:
    told = _borne("A clerk with a ledger looks up. Dot, sixty, a pad behind her belt, waits.")
    assert told == {"ledger", "pad"}
    assert _borne("A wall with a clock. A house, a fence.") == set()


def _borne(text: str) -> set[str]:
    living = Living(lexicon(), kinds(LEXICON))
    page = next(parsed([text], frozenset({"DOT"}), is_person=living.is_person))
    return {one.head for one in page.phrases if one.borne}
