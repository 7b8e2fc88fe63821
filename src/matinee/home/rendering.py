"""A plan as values for pages, or straight as JSON: the titles' prepared cards, joined by bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from matinee.catalogue.model import Shelf
from matinee.home.layout.composition import Laid
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import Plan
from matinee.home.layout.standing import Resume
from matinee.home.model import HomePage, Placement, Row, RowKind, Translate, Wording
from matinee.home.words import wording
from matinee.home.words.reasons import Explained, explain
from matinee.vocabulary.ids import RecommendationId, TitleId

_encode = msgspec.json.Encoder().encode
_POSITIONS = tuple(
    b',{"position":%d,"probability":1.0,"reason":' % position for position in range(100)
)
_SENTENCES_KEPT = 50_000
_NO_ARMS: Mapping[str, str] = {}
_Resumes = dict[int, Resume]


@dataclass(frozen=True, slots=True)
class Speech:
    """One language that sentences are put into; what was said once is kept, as JSON."""

    locale: str = "en"
    translate: Translate | None = None
    _messages: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    _written: dict[Wording, bytes] = field(default_factory=dict[Wording, bytes], repr=False)

    def written(self, said: Wording) -> bytes:
        """The sentence in that language, as a JSON string."""
        known = self._written.get(said)
        if known is None:
            if len(self._written) >= _SENTENCES_KEPT:
                self._written.clear()
            known = self._written[said] = _encode(self._said(said))
        return known

    def _said(self, said: Wording) -> str:
        if self.translate is None:
            return said.text()
        message = self._messages.get(said.message)
        if message is None:
            message = self._messages[said.message] = self.translate(said.message, self.locale)
        return Wording(message, said.arguments).text()


def page_of(
    plan: Plan,
    recommendation_id: RecommendationId,
    arms: Mapping[str, str] = _NO_ARMS,
) -> HomePage:
    """The page as values."""
    situation = plan.situation
    shelf, models = situation.ground.shelf, situation.ground.models
    resumes = {entry.title: entry for entry in situation.standing.continuing}
    rows = (
        row_of(shelf, laid, explain(plan, laid), recommendation_id, resumes) for laid in plan.rows
    )
    return HomePage(
        profile_id=situation.profile.id,
        recommendation_id=recommendation_id,
        rows=tuple(rows),
        model=None if models is None else models.version,
        welcome=_welcome(plan),
        arms=arms,
    )


def row_of(
    shelf: Shelf,
    laid: Laid,
    explained: Explained,
    recommendation_id: RecommendationId,
    resumes: _Resumes,
) -> Row:
    """One row as values."""
    placements: list[Placement] = []
    for position, title in enumerate(laid.titles.tolist()):
        resume = resumes.get(title)
        placements.append(
            Placement(
                title_id=TitleId(shelf.ids[title]),
                position=position,
                reason=explained.reasons[position],
                probability=laid.chances.get(position, 1.0),
                resume=TitleId(shelf.ids[title if resume is None else resume.plays]),
                progress=None if resume is None else resume.share,
            )
        )
    return Row(
        kind=laid.kind,
        key=explained.key,
        heading=explained.heading,
        items=tuple(placements),
        recommendation_id=recommendation_id,
    )


def page_json(
    plan: Plan, recommendation_id: UUID, speech: Speech, arms: Mapping[str, str] = _NO_ARMS
) -> bytes:
    """The page as JSON."""
    situation = plan.situation
    ground = situation.ground
    head = {
        "profile_id": situation.profile.id,
        "recommendation_id": recommendation_id,
        "at": situation.at,
        "model": None if ground.models is None else ground.models.version,
        "arms": arms,
    }
    welcome = _welcome(plan)
    resumes = {entry.title: entry for entry in situation.standing.continuing}
    rows = [
        row_json(ground, laid, explain(plan, laid), recommendation_id, resumes, speech)
        for laid in plan.rows
    ]
    return b'%b,"welcome":%b,"rows":[%b]}' % (
        _encode(head)[:-1],
        b"null" if welcome is None else speech.written(welcome),
        b",".join(rows),
    )


def row_json(
    ground: Groundwork,
    laid: Laid,
    explained: Explained,
    recommendation_id: UUID,
    resumes: _Resumes,
    speech: Speech,
) -> bytes:
    """One row as JSON: what an impression must carry stands in it and in its titles."""
    head = {"row": explained.key, "kind": laid.kind, "recommendation_id": recommendation_id}
    written, endings = speech.written, ground.endings
    titles = laid.titles.tolist()
    parts = [b""] * (3 * len(titles))
    parts[0::3] = _POSITIONS[: len(titles)]
    # Most rows say the same of all their titles, by one object.
    sentences = {id(said): said for said in explained.reasons}
    written_of = {key: written(said) for key, said in sentences.items()}
    parts[1::3] = [written_of[id(said)] for said in explained.reasons]
    parts[2::3] = map(endings.__getitem__, titles)
    if laid.kind is RowKind.CONTINUE:
        for place, title in enumerate(titles):
            parts[3 * place + 2] = _going_on(ground, resumes[title]) + endings[title]
    else:
        for place, probability in laid.chances.items():
            parts[3 * place] = b',{"position":%d,"probability":%b,"reason":' % (
                place,
                _encode(probability),
            )
    return b'%b,"heading":%b,"items":[%b]}' % (
        _encode(head)[:-1],
        written(explained.heading),
        b"".join(parts)[1:],
    )


def _going_on(ground: Groundwork, resume: Resume) -> bytes:
    facts = {"resume": ground.shelf.ids[resume.plays], "progress": resume.share}
    return b"," + _encode(facts)[1:-1]


def _welcome(plan: Plan) -> Wording | None:
    situation = plan.situation
    return wording.welcome(situation.profile.name) if situation.standing.is_new else None
