"""The page on which a film plays, and the addresses that its player is given."""

import json
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.ads.sessions.model import Way
from matinee.assembly.house import House
from matinee.audience.model import History, Profile
from matinee.catalogue.model import Title
from matinee.media.model import Film, SpanKind, Story
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import PLAYING, Stage
from matinee.surfaces.web.viewing import Attribution
from matinee.vocabulary.ids import TitleId

_WORTH_RESUMING = 0.96
"""Beyond this share of a film, it starts from the beginning again."""


class Pass(BaseModel):
    """What a player tells when it asks for addresses.

    ``at`` is its place in the film, ``offset_minutes`` its distance from UTC, ``held`` the watch
    session that it has; ``stitched`` says that it can play ads only as part of the film.
    """

    model_config = ConfigDict(extra="forbid")

    at: Annotated[float, Field(ge=0, le=86_400)] = 0
    offset_minutes: Annotated[int, Field(ge=-720, le=840)] = 0
    held: UUID | None = None
    stitched: bool = False


def film_addresses(house: House, film: Film) -> dict[str, Any]:
    """Where a player finds the film's playlist and its other files, for some hours."""
    folder = f"/v1/films/{film.id}/{house.media.admissions.admit(film.id)}/"
    return {"address": f"{folder}film.m3u8", "folder": folder}


async def admitted(
    house: House, *, profile: Profile, title: TitleId, film: Film, asked: Pass
) -> dict[str, Any]:
    """The addresses, where breaks lie that are to come, and placements, in seconds of the film.

    With ads the playlist is that of a watch session of the profile's own.
    """
    session = await house.watching.watch(
        profile.id,
        title,
        begun_from=timedelta(milliseconds=round(asked.at * 1000)),
        held=asked.held,
        way=Way.STITCHED if asked.stitched else Way.GUIDED,
        device="web",
        offset_minutes=asked.offset_minutes,
    )
    if session is None:
        return _without_ads(house, film)
    seen = await house.watching.seen(session)
    to_come = [
        each.at.total_seconds() for place, each in enumerate(session.breaks) if place not in seen
    ]
    address = f"/v1/watch/{session.id}/film.m3u8"
    return {
        **film_addresses(house, film),
        "address": address,
        "held": str(session.id),
        "breaks": to_come,
        "placements": [
            {"id": each.id, "at": each.at, "seconds": each.seconds, "format": each.format}
            for each in session.placements
        ],
    }


def _without_ads(house: House, film: Film) -> dict[str, Any]:
    return {**film_addresses(house, film), "breaks": [], "placements": []}


async def player_page(
    house: House,
    stage: Stage,
    *,
    profile: Profile,
    title: Title,
    tongue: Tongue,
    film: Film,
    origin: Attribution,
) -> Response:
    """The player, with all that its script has to know."""
    story = await house.media.story(film.id)
    member = await house.audience.member(profile.id)
    has_ads = await house.ad_delivery.has_ads(profile.id, title.id)
    facts = {
        # With ads it is the script that begins, since it knows the time of day where it plays.
        "pass": None if has_ads else _without_ads(house, film),
        "again": f"/watch/{title.id}/pass",
        "seconds": story.seconds,
        "resume": round(resume_at(member.history, title.id, story.seconds), 3),
        "profile": str(profile.id),
        "title": str(title.id),
        "origin": _origin(origin),
        "chapters": [
            {"at": round(scene.begins, 3), "name": tongue.say("Scene %(number)s") % {"number": n}}
            for n, scene in enumerate(story.scenes, start=1)
        ],
        "skips": skips(story, tongue),
        "words": _words(tongue),
    }
    values = {
        "profile": profile,
        "title": title,
        "film": film,
        "facts": json.dumps(facts),
        "speeds": (0.5, 0.75, 1, 1.25, 1.5, 2),
    }
    return stage.page("media/player.html", tongue, values, policy=PLAYING)


def resume_at(history: History, title: TitleId, seconds: float) -> float:
    """Where the member left the film; 0 when there is nothing to go on with."""
    left = next((each.seconds for each in history.watching if each.title_id == title), 0.0)
    return left if 0 < left < _WORTH_RESUMING * seconds else 0.0


def skips(story: Story, tongue: Tongue) -> list[dict[str, Any]]:
    """Stretches that a member may want to leave out, and what the button says."""
    words = {
        SpanKind.TITLES: tongue.say("Skip the titles"),
        SpanKind.CREDITS: tongue.say("Skip the credits"),
    }
    return [
        {"from": span.begins, "to": span.ends, "words": words[span.kind]}
        for span in story.spans
        if span.kind in words
    ]


def _origin(origin: Attribution) -> dict[str, Any]:
    said = {
        "row": origin.row or None,
        "position": origin.position,
        "recommendation_id": str(origin.recommendation_id) if origin.recommendation_id else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _words(tongue: Tongue) -> dict[str, str]:
    """What the script says by itself."""
    return {
        "play": tongue.say("Play"),
        "pause": tongue.say("Pause"),
        "mute": tongue.say("Mute"),
        "unmute": tongue.say("Unmute"),
        "loading": tongue.say("Loading"),
        "waiting": tongue.say("The connection is slow; trying again"),
        "failed": tongue.say("The film cannot be loaded just now."),
        "off": tongue.say("Off"),
        "finished": tongue.say("Finished"),
        "ad": tongue.say("Ad {number} of {count}"),
        "film": tongue.say("The film goes on"),
        "picture": tongue.say("Ad: {name}"),
    }
