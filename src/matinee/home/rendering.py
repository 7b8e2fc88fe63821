"""A plan as values for pages, or straight as JSON: the titles' prepared cards, joined by bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from matinee.catalogue.model import Shelf
from matinee.home import wording
from matinee.home.composition import Laid
from matinee.home.model import HomePage, Placement, Row, RowKind, Translate, Wording
from matinee.home.planning import Plan
from matinee.home.reasons import Explained, explain
from matinee.home.standing import Resume
from matinee.vocabulary.ids import RecommendationId, TitleId

_encode = msgspec.json.Encoder().encode
_POSITIONS = tuple(
    b'{"position":%d,"probability":1.0,"reason":' % position for position in range(100)
)
_Resumes = dict[int, Resume]


@dataclass(frozen=True, slots=True)
class Speech:
    """The language that the sentences of one answer are put into."""

    locale: str = "en"
    translate: Translate | None = None
    _known: dict[str, str] = field(default_factory=dict[str, str], repr=False)

    def say(self, said: Wording) -> str:
        """The sentence in that language; each message is looked up once."""
        if self.translate is None:
            return said.text()
        message = self._known.get(said.message)
        if message is None:
            message = self._known[said.message] = self.translate(said.message, self.locale)
        return Wording(message, said.arguments).text()


def page_of(plan: Plan, recommendation_id: RecommendationId) -> HomePage:
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


def page_json(plan: Plan, recommendation_id: UUID, speech: Speech) -> bytes:
    """The page as JSON."""
    situation = plan.situation
    shelf, models = situation.ground.shelf, situation.ground.models
    welcome = _welcome(plan)
    head = {
        "profile_id": situation.profile.id,
        "recommendation_id": recommendation_id,
        "at": situation.at,
        "model": None if models is None else models.version,
        "welcome": None if welcome is None else speech.say(welcome),
    }
    resumes = {entry.title: entry for entry in situation.standing.continuing}
    rows = [
        row_json(shelf, laid, explain(plan, laid), recommendation_id, resumes, speech)
        for laid in plan.rows
    ]
    return b'%s,"rows":[%s]}' % (_encode(head)[:-1], b",".join(rows))


def row_json(
    shelf: Shelf,
    laid: Laid,
    explained: Explained,
    recommendation_id: UUID,
    resumes: _Resumes,
    speech: Speech,
) -> bytes:
    """One row as JSON: what an impression must carry stands in it and in its titles."""
    head = {
        "row": explained.key,
        "kind": laid.kind,
        "heading": speech.say(explained.heading),
        "recommendation_id": recommendation_id,
    }
    written = _written(explained.reasons, speech)
    parts: list[bytes] = []
    for position, (title, reason) in enumerate(zip(laid.titles.tolist(), written, strict=True)):
        parts += (_POSITIONS[position], reason)
        if laid.kind is RowKind.CONTINUE:
            resume = resumes[title]
            going_on = {"resume": shelf.ids[resume.plays], "progress": resume.share}
            parts += (b",", _encode(going_on)[1:-1])
        parts += (b',"title":', shelf.cards[title], b"},")
    items = b"".join(parts)[:-1]
    return b'%s,"items":[%s]}' % (_encode(head)[:-1], items)


def _written(reasons: Sequence[Wording], speech: Speech) -> Sequence[bytes]:
    """Each reason as JSON; one that titles share is written once."""
    known: dict[int, bytes] = {}
    for reason in reasons:
        if id(reason) not in known:
            known[id(reason)] = _encode(speech.say(reason))
    return [known[id(reason)] for reason in reasons]


def _welcome(plan: Plan) -> Wording | None:
    situation = plan.situation
    return wording.welcome(situation.profile.name) if situation.standing.is_new else None
