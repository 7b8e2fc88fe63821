"""The breaks of watch sessions filled, each once, with no connection held while ads are decided.

A decision asks the database itself. Whoever held a connection meanwhile would wait for a second
one, and as many players at a break as the pool has connections would all wait for each other.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID
from weakref import WeakValueDictionary

from matinee.ads.creatives.service import CreativeService
from matinee.ads.delivery.service import AdDelivery
from matinee.ads.model import Creative
from matinee.ads.sessions import repository
from matinee.ads.sessions.model import (
    SessionAd,
    SessionCompanion,
    SessionPod,
    WatchSession,
    before_and_after,
    no_session,
)
from matinee.foundation.database import Database


@dataclass(frozen=True, slots=True)
class Filled:
    """The breaks of a session that are decided, by place.

    ``new`` are creatives that were skipped only because they are not conditioned yet.
    """

    pods: Mapping[int, SessionPod]
    new: frozenset[UUID] = frozenset()


class Filling:
    """Decides what is missing, and keeps what was decided first."""

    def __init__(
        self, database: Database, delivery: AdDelivery, creatives: CreativeService
    ) -> None:
        self._database, self._delivery, self._creatives = database, delivery, creatives
        self._turns = WeakValueDictionary[UUID, asyncio.Lock]()

    async def filled(
        self, session: WatchSession, places: Iterable[int], *, keeping_empty: bool
    ) -> Filled:
        """The breaks at some places, decided now where they are not yet.

        A break that stays empty is kept so with ``keeping_empty``, else decided anew next time.
        NotFound when the session has been removed.
        """
        wanted = list(places)
        known = await self._known(session.id)
        if all(place in known for place in wanted):
            return Filled(known)
        # Within this process one after the other, so that no decision is made in vain; between
        # processes the first to keep its own wins, and the others look again.
        turn = self._turns.setdefault(session.id, asyncio.Lock())
        async with turn:
            while True:
                known = await self._known(session.id)
                decided, new = await self._decided(session, wanted, known)
                kept = {at: pod for at, pod in decided.items() if pod.ads or keeping_empty}
                if not kept or await self._kept(session.id, known, kept):
                    return Filled({**known, **decided}, new)

    async def _known(self, session_id: UUID) -> dict[int, SessionPod]:
        async with self._database.reading() as connection:
            return await repository.pods(connection, session_id)

    async def _kept(
        self, session_id: UUID, known: Mapping[int, SessionPod], kept: Mapping[int, SessionPod]
    ) -> bool:
        """Write pods down; False where another process has filled a break since ``known``."""
        async with self._database.transaction() as connection:
            if not await repository.lock(connection, session_id):
                raise no_session()
            if (await repository.pods(connection, session_id)).keys() != known.keys():
                return False
            for place, pod in kept.items():
                await repository.put_pod(connection, session_id, place, pod)
        return True

    async def _decided(
        self, session: WatchSession, places: Iterable[int], known: Mapping[int, SessionPod]
    ) -> tuple[dict[int, SessionPod], frozenset[UUID]]:
        decided = dict[int, SessionPod]()
        new = frozenset[UUID]()
        for place in places:
            if place not in known:
                without = before_and_after([*known.items(), *decided.items()], place)
                decided[place], skipped = await self._pod(session, place, without)
                new |= skipped
        return decided, new

    async def _pod(
        self, session: WatchSession, place: int, without: frozenset[UUID]
    ) -> tuple[SessionPod, frozenset[UUID]]:
        answered = await self._delivery.fill_for(
            session.viewer,
            session.title,
            session.breaks[place],
            device=session.device,
            offset_minutes=session.offset_minutes,
            ladder=session.ladder,
            without=without,
            said=session.said,
        )
        shown = [film.id for _, film, _ in answered.ads]
        ready = await self._creatives.conditioned(shown, session.ladder) if shown else {}
        ads = [
            SessionAd(
                film.id, film.name, token, film.click_through, made, beside and _companion(beside)
            )
            for (_, film, token), beside in zip(answered.ads, answered.companions, strict=True)
            if film.id in ready and (made := ready[film.id].made) is not None
        ]
        return SessionPod(tuple(ads)), answered.new


def _companion(picture: Creative) -> SessionCompanion:
    file = picture.renditions[0]
    return SessionCompanion(
        picture.id, picture.name, file.width, file.height, picture.click_through
    )
