"""What the studio's routes answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from matinee.studio.breakdown.model import Found
from matinee.studio.model import Draft, DraftState, Element, Notes, Sheet
from matinee.studio.revisions.model import Revision
from matinee.studio.screenplay.pagination import written
from matinee.studio.vfx.model import Shot


class RecognitionFacts(BaseModel):
    """Pages that are pictures, how many OCR has read, and rows of them that are doubtful."""

    pages: int
    read: int
    doubtful: int


class DraftFacts(BaseModel):
    """One draft; ``length`` is in pages and eighths; ``ocr`` null where no page is a picture."""

    id: UUID
    production: UUID
    number: int
    name: str
    title: str
    format: str
    state: DraftState
    failure: str
    scenes: int
    length: str
    added_at: datetime
    added_by: str
    previous: UUID | None
    ocr: RecognitionFacts | None


class DraftList(BaseModel):
    """Drafts."""

    scripts: list[DraftFacts]


class SceneFactsAnswer(BaseModel):
    """One scene; ``elements`` is how many it has."""

    place: int
    number: str
    heading: str
    side: str
    light: str
    location: str
    set_name: str
    day: str
    eighths: int
    page: int | None
    line: int
    spoken_words: int
    speaking: list[str]
    silent: list[str]
    traits: list[str]
    duties: list[str]
    elements: int


class SheetFacts(BaseModel):
    """A draft and its scenes."""

    script: DraftFacts
    scenes: list[SceneFactsAnswer]


class FoundFacts(BaseModel):
    """One element; ``start`` and ``end`` count within the printed text of its paragraph."""

    scene: int
    category: str
    ucid: int
    name: str
    paragraph: int
    start: int
    end: int
    line: int
    implied: bool
    confidence: float
    why: str
    method: str


class ElementFacts(FoundFacts):
    """An element of a stored draft, and whether a person decided on it."""

    id: UUID
    decided: bool


class ElementList(BaseModel):
    """Elements by scene and category."""

    elements: list[ElementFacts]


class MarkersRead(BaseModel):
    """What a timeline's markers brought; ``left_out`` says why of each that names no element."""

    added: int
    standing: int
    left_out: list[str]


class MatchFacts(BaseModel):
    """An old scene in the new draft; numbers are the writers'."""

    old: str
    new: str
    old_place: int
    new_place: int
    likeness: float
    fates: list[str]
    first: bool


class RevisionFacts(BaseModel):
    """Which scene became which, which are gone and which are new; lengths in eighths."""

    before: UUID
    matches: list[MatchFacts]
    gone: list[str]
    fresh: list[str]
    eighths_before: int
    eighths_after: int


class ShotFacts(BaseModel):
    """Likely effects shots of one scene, made one way; ``least`` to ``most`` count them."""

    scene: int
    number: str
    way: str
    complexity: str
    least: int
    likely: int
    most: int
    elements: list[str]
    assumption: str
    hero: bool
    consent: bool


class ShotList(BaseModel):
    """Shots by scene."""

    shots: list[ShotFacts]


def draft_facts(draft: Draft) -> DraftFacts:
    """A draft as it is answered."""
    return DraftFacts(
        id=draft.id,
        production=draft.production,
        number=draft.number,
        name=draft.name,
        title=draft.title,
        format=draft.source,
        state=draft.state,
        failure=draft.failure,
        scenes=draft.scenes,
        length=written(draft.eighths),
        added_at=draft.added_at,
        added_by=draft.added_by,
        previous=draft.previous,
        ocr=RecognitionFacts(**asdict(draft.recognition)) if draft.recognition else None,
    )


def draft_list(drafts: Sequence[Draft]) -> DraftList:
    """Drafts as they are answered."""
    return DraftList(scripts=[draft_facts(draft) for draft in drafts])


def sheet_facts(sheet: Sheet) -> SheetFacts:
    """A draft and its scenes as they are answered."""
    counts = Counter(element.found.scene for element in sheet.elements)
    scenes = [
        SceneFactsAnswer(
            place=row.place,
            number=row.number,
            heading=row.heading,
            side=row.side,
            light=row.light,
            location=row.location,
            set_name=row.set_name,
            day=row.day,
            eighths=row.eighths,
            page=row.page,
            line=row.line,
            spoken_words=row.words,
            speaking=list(row.speaking),
            silent=list(row.silent),
            traits=list(row.traits),
            duties=[duty.value for duty in row.duties],
            elements=counts[row.place],
        )
        for row in sheet.scenes
    ]
    return SheetFacts(script=draft_facts(sheet.draft), scenes=scenes)


def element_list(elements: Sequence[Element]) -> ElementList:
    """Elements as they are answered."""
    return ElementList(elements=[_element(element) for element in elements])


def _element(element: Element) -> ElementFacts:
    found = found_facts(element.found).model_dump()
    return ElementFacts(id=element.id, decided=element.decided, **found)


def found_facts(one: Found) -> FoundFacts:
    """What was found, as it is answered."""
    return FoundFacts(
        scene=one.scene,
        category=one.category.key,
        ucid=one.category.ucid,
        name=one.name,
        paragraph=one.element,
        start=one.start,
        end=one.end,
        line=one.line,
        implied=one.implied,
        confidence=one.confidence,
        why=one.why,
        method=one.method.value,
    )


def shot_list(sheet: Sheet, shots: Sequence[Shot]) -> ShotList:
    """Shots as they are answered."""
    return ShotList(shots=[shot_facts(shot, sheet.scenes[shot.scene].number) for shot in shots])


def shot_facts(shot: Shot, number: str) -> ShotFacts:
    """Shots of the scene of that number, as they are answered."""
    return ShotFacts(
        scene=shot.scene,
        number=number,
        way=shot.way.value,
        complexity=shot.complexity.value,
        least=shot.count.least,
        likely=shot.count.likely,
        most=shot.count.most,
        elements=list(shot.elements),
        assumption=shot.assumption,
        hero=shot.hero,
        consent=shot.consent,
    )


def revision_facts(old: Sheet, new: Sheet, revision: Revision) -> RevisionFacts:
    """A revision as it is answered."""
    return RevisionFacts(
        before=old.draft.id,
        matches=[
            MatchFacts(
                old=old.scenes[match.old].number,
                new=new.scenes[match.new].number,
                old_place=match.old,
                new_place=match.new,
                likeness=round(match.likeness, 3),
                fates=sorted(fate.value for fate in match.fates),
                first=match.first,
            )
            for match in revision.matches
        ],
        gone=[old.scenes[place].number for place in revision.gone],
        fresh=[new.scenes[place].number for place in revision.fresh],
        eighths_before=old.draft.eighths,
        eighths_after=new.draft.eighths,
    )


def markers_read(notes: Notes) -> MarkersRead:
    """What was read of a timeline, as an answer."""
    return MarkersRead(
        added=len(notes.noted), standing=notes.standing, left_out=list(notes.left_out)
    )
