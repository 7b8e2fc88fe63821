"""A breakdown goes into FDX as tags and comes back on the same words."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from lxml import etree

from matinee.studio.breakdown.model import Category
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.category_map import FDX_IDS, OWN, categories_page, category_map, tags_of
from matinee.studio.deciding import decided
from matinee.studio.schedule.categories import CATEGORIES, NAMES
from matinee.studio.screenplay.fdx import read_fdx
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import printed
from matinee.studio.tagged_fdx import tagged_fdx

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


def test_every_category_has_a_name_and_an_id_in_final_draft() -> None:
    told = category_map()
    assert {one.category for one in told} == set(Category)
    for names in (
        {one.fdx for one in told},
        {one.fdx_id for one in told},
        {one.uss for one in told},
    ):
        assert len(names) == len(Category)


def test_tags_come_back_from_fdx_in_every_category() -> None:
    script = read_fountain(PAGE)
    lantern = next(o for o in Tagger().breakdown(script).elements if o.name == "lantern")
    for category in Category:
        found = replace(lantern, category=category)
        (tag,) = tags_of(read_fdx(tagged_fdx(script, decided(UUID(int=1), [found], []))))
        words = printed(script.elements[tag.element].text)[tag.start : tag.end]
        assert (tag.category, tag.label, words) == (category, found.name, found.name)


def test_a_tag_of_another_program_is_read_by_its_categorys_name() -> None:
    script = read_fountain(PAGE)
    written = tagged_fdx(script, decided(UUID(int=1), Tagger().breakdown(script).elements, []))
    own_ids = written.replace(str(FDX_IDS[Category.PROPS]).encode(), b"17")
    assert [tag.category for tag in tags_of(read_fdx(own_ids))].count(Category.PROPS) == 1


def test_a_breakdown_goes_through_the_uss_numbers_and_back() -> None:
    assert {CATEGORIES[NAMES[one.uss]] for one in category_map()} == {c.ucid for c in Category}


def test_final_drafts_own_document_has_our_ids(shared_data: Path) -> None:
    path = shared_data / "screenplays" / "screenplay-tools" / "TestFDX-FD.fdx"
    root = etree.fromstring(path.read_bytes())
    theirs = {(each.get("Name"), UUID(each.get("Id"))) for each in root.iter("TagCategory")}
    ours = {(one.fdx, one.fdx_id) for one in category_map() if one.category not in OWN}
    assert ours == theirs


def test_the_page_of_categories_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "breakdown-categories.md"
    assert page.read_text(encoding="utf-8") == categories_page()
