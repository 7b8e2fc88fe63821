"""Discovery's use cases; the only door to it besides ``model``."""

from dataclasses import dataclass
from datetime import datetime

from matinee.audience.service import AudienceService
from matinee.discover.indexing.constraints import meeting
from matinee.discover.indexing.holdings import Holdings, View
from matinee.discover.indexing.keeping import HoldingsKeeper
from matinee.discover.model import (
    LONGEST_QUERY,
    Asked,
    Constraints,
    Crowd,
    SearchSettings,
    Shelves,
    Suggestions,
    Taste,
)
from matinee.discover.priors import Priors
from matinee.discover.spelling.lexicon import Nats
from matinee.discover.spelling.matching import Channel
from matinee.discover.typing.suggesting import suggest
from matinee.errors import Invalid
from matinee.vocabulary.ids import ProfileId

_ANYTHING = Constraints()


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Whose rules hold, what there is, what of it the member may see, and the prior of each.

    ``prior`` has the member's taste in it, ``common`` is the crowd's alone.
    """

    asked: Asked
    holdings: Holdings
    view: View
    prior: Nats
    common: Nats


class DiscoverService:
    """Searches of members, answered from holdings that follow the catalogue."""

    def __init__(
        self,
        shelves: Shelves,
        audience: AudienceService,
        crowd: Crowd,
        taste: Taste,
        settings: SearchSettings | None = None,
    ) -> None:
        self.settings = settings or SearchSettings()
        self.channel = Channel()
        self._audience = audience
        self._keeper = HoldingsKeeper(shelves)
        self._priors = Priors(crowd, taste, self.settings)

    async def typed(
        self,
        profile_id: ProfileId,
        query: str,
        at: datetime,
        *,
        within: Constraints = _ANYTHING,
        limit: int = 12,
    ) -> Suggestions:
        """What is offered to a member for the letters typed so far.

        Raises:
            Invalid: the query is longer than :data:`LONGEST_QUERY`.
            NotFound: there is no such profile.
        """
        checked(query)
        asked = await self._asked(profile_id, at)
        holdings = await self._keeper.current()
        view = holdings.view(asked)
        narrowed = meeting(holdings, within, asked.territory) if within else None
        return suggest(
            holdings,
            query,
            view=view,
            prior=await self._priors.of(holdings, asked),
            narrowed=narrowed,
            limit=limit,
            channel=self.channel,
        )

    async def ground(self, profile_id: ProfileId, at: datetime) -> Ground:
        """What a member searches in, for those who search by other means than letters."""
        asked = await self._asked(profile_id, at)
        holdings = await self._keeper.current()
        return Ground(
            asked=asked,
            holdings=holdings,
            view=holdings.view(asked),
            prior=await self._priors.of(holdings, asked),
            common=await self._priors.of_all(holdings, asked),
        )

    async def close(self) -> None:
        """Stop what goes on in the background."""
        await self._keeper.close()

    async def _asked(self, profile_id: ProfileId, at: datetime) -> Asked:
        profile = await self._audience.profile(profile_id)
        return Asked(
            profile=profile.id,
            territory=profile.territory,
            at=at,
            kids=profile.kids,
            maturity_limit=profile.maturity_limit,
            languages=profile.languages,
        )


def checked(query: str) -> str:
    """The query; Invalid where it is too long to be one."""
    if len(query) > LONGEST_QUERY:
        raise Invalid(
            f"A search has at most {LONGEST_QUERY} letters; this one has {len(query)}.",
            remedy="Describe it in fewer words.",
            field="q",
        )
    return query
