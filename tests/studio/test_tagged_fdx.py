"""A breakdown goes into FDX as tags and comes back on the same words."""

from uuid import UUID

from lxml import etree

from matinee.studio.breakdown.model import Category
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.deciding import decided
from matinee.studio.screenplay.fdx import read_fdx
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import printed
from matinee.studio.tagged_fdx import NAMES, tagged_fdx

PAGE = "INT. HALL - DAY\n\nANN lifts *the* lantern. A dog sleeps on the carpet.\n\nANN\nSo.\n"


def test_tags_stand_on_the_words_of_their_elements() -> None:
    script = read_fountain(PAGE)
    elements = decided(UUID(int=1), Tagger().breakdown(script).elements, [])
    written = tagged_fdx(script, elements)
    root = etree.fromstring(written)
    labels = {each.get("Id"): each.get("Label") for each in root.iter("TagDefinition")}
    by_number = {each.get("Number"): labels[each.findtext("DefId")] for each in root.iter("Tag")}
    back = read_fdx(written)
    told = {
        (by_number[stretch.value], printed(element.text[stretch.start : stretch.end]))
        for element in back.elements
        if element.details
        for stretch in element.details.stretches
    }
    assert {("lantern", "lantern"), ("dog", "dog"), ("carpet", "carpet")} <= told
    assert [e.text for e in back.elements] == [e.text for e in script.elements]


def test_every_category_has_a_name_in_final_draft() -> None:
    assert set(NAMES) == set(Category)
    assert len(set(NAMES.values())) == len(Category)
