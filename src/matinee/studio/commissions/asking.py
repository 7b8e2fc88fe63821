"""What is asked of a model, as a request and as it is written down. Pure, but for drawn seeds."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from matinee.clearance.desk.model import Fact
from matinee.errors import Invalid
from matinee.generation.model import Ability, ModelProfile, input_hash
from matinee.generation.service import Estimate, ImageRequest
from matinee.studio.commissions.fitting import Given
from matinee.studio.commissions.model import (
    LARGEST_SEED,
    Commission,
    Way,
    Wish,
    size_of,
)
from matinee.studio.model import WorkState
from matinee.vocabulary.ids import uuid7

_NAMED = {Ability.SEED: "seed", Ability.SOURCE: "picture", Ability.MASK: "mask"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A declared use that a picture may be asked by, with its model and what one is to cost."""

    use: Fact
    profile: ModelProfile
    estimate: Estimate

    @property
    def tool(self) -> str:
        """The id of the tool."""
        return str(self.use.body["tool"])

    @property
    def begins(self) -> datetime | None:
        """When its work may start, where that was declared; before it no permit is live."""
        said = self.use.body.get("starts_at")
        return None if said is None else datetime.fromisoformat(said)

    @property
    def takes_unreleased(self) -> bool:
        """Whether it was declared that unreleased material goes in."""
        return bool(self.use.body["unreleased_input"])


@dataclass(frozen=True, slots=True)
class Material:
    """A picture of the board, the hash of its file, and what the model is given of it."""

    picture: UUID
    file: str
    given: Given

    @property
    def way(self) -> Way:
        """Whether all of it may change."""
        return Way.PICTURE if self.given.mask is None else Way.MASK

    @property
    def contents(self) -> tuple[bytes, ...]:
        """What has to lie ready when the turn comes."""
        source, mask = self.given.source, self.given.mask
        return (source,) if mask is None else (source, mask)


def request(
    wish: Wish, given: Material | None, seed: int | None, like: Commission | None
) -> ImageRequest:
    """What the model is asked for; ``like`` is what it repeats, whose shape it takes."""
    if given is None:
        ratio = wish.shape.ratio if like is None else like.width / like.height
        width, height = size_of(wish.side, ratio)
        return ImageRequest(wish.prompt, width=width, height=height, seed=seed)
    return ImageRequest(
        wish.prompt,
        width=given.given.width,
        height=given.given.height,
        source=given.given.source,
        mask=given.given.mask,
        seed=seed,
        material=(given.file,),
    )


def commission(
    asked: ImageRequest,
    offer: Offer,
    wish: Wish,
    given: Material | None,
    permit: UUID,
    *,
    board: UUID,
    like: UUID | None,
    at: datetime,
    by: str,
) -> Commission:
    """What is written down of one picture that waits."""
    return Commission(
        id=uuid7(at),
        board=board,
        use=UUID(offer.use.key),
        permit=permit,
        tool=offer.tool,
        way=Way.WORDS if given is None else given.way,
        prompt=wish.prompt,
        scene=wish.scene,
        source=None if given is None else given.picture,
        source_sha256=_digest(asked.source),
        mask_sha256=_digest(asked.mask),
        variation_of=like,
        width=asked.width,
        height=asked.height,
        seed=asked.seed,
        request_sha256=input_hash(asked.bytes()),
        state=WorkState.WAITING,
        stopping=False,
        attempts=0,
        currency=offer.estimate.currency,
        likely_micros=offer.estimate.likely_micros,
        most_micros=offer.estimate.most_micros,
        cost_micros=None,
        seconds=None,
        output=None,
        reference=None,
        failure=None,
        asked_at=at,
        asked_by=by,
    )


def _digest(content: bytes | None) -> str | None:
    return None if content is None else input_hash(content)


def require_able(offer: Offer, wish: Wish, given: Material | None) -> None:
    """Invalid where the tool could only ignore something that is asked."""
    asked = {
        Ability.SEED: wish.seed is not None,
        Ability.SOURCE: given is not None,
        Ability.MASK: given is not None and given.given.mask is not None,
    }
    lacking = [each for each, is_asked in asked.items() if is_asked]
    lacking = [each for each in lacking if each not in offer.profile.abilities]
    if lacking:
        raise Invalid(
            f"The model {offer.profile.name} takes no {_NAMED[lacking[0]]}.",
            remedy="Leave it out, or choose a use of a tool that can: it would only be ignored.",
            field=lacking[0] if lacking[0] is Ability.SEED else "use",
        )


def seeds(offer: Offer, wish: Wish) -> list[int | None]:
    """One for each picture, written down where the tool takes any, so that each can return."""
    if Ability.SEED not in offer.profile.abilities:
        return [None] * wish.pictures
    first = secrets.randbelow(LARGEST_SEED) if wish.seed is None else wish.seed
    return [(first + number) % (LARGEST_SEED + 1) for number in range(wish.pictures)]
