"""Every sentence of the page: headings of rows and reasons of titles, in English, with places."""

from datetime import UTC, datetime
from functools import lru_cache

from matinee.home.model import Wording

_KEPT = 20_000
"""Sentences about one title each, kept so that what a language makes of them is kept too."""

CONTINUE = Wording("Continue watching")
BEGUN = Wording("You have begun this.")
TRENDING = Wording("Trending now")
TOP = Wording("Most watched where you are")
WELL_KNOWN = Wording("Known to many members")
NEW = Wording("New here")
RISING = Wording("More and more members watch this.")
FITS = Wording("Fits what you have been watching.")
TO_LEARN = Wording("Here by chance, to learn whether it suits you.")
MANY_KNOW = Wording("Many members have watched this.")
LISTED = Wording("Can be watched here.")


def welcome(name: str) -> Wording:
    """The first line for a member about whom nothing is known yet."""
    return Wording(
        "Welcome, {name}. Here is what many enjoy; with the first title you watch, this page "
        "starts to become yours.",
        {"name": name},
    )


def top_picks(name: str) -> Wording:
    """The heading of the row made for the member."""
    return Wording("Top picks for {name}", {"name": name})


def begun(share: float | None) -> Wording:
    """Why a title that was begun is offered: how much of it has been seen."""
    if share is None:
        return BEGUN
    return Wording("You have seen {share} of this.", {"share": f"{round(share * 100)}%"})


def next_episode(series: str, episode: str) -> Wording:
    """Why a series goes on: its last episode that was watched is finished."""
    return Wording("Next in {series}: {episode}", {"series": series, "episode": episode})


@lru_cache(_KEPT)
def because(title: str, *, liked: bool) -> Wording:
    """The heading of a row that one title explains."""
    if liked:
        return Wording("Because you liked {title}", {"title": title})
    return Wording("Because you watched {title}", {"title": title})


@lru_cache(_KEPT)
def goes_with(title: str) -> Wording:
    """Why a pick was picked: the title of the history that speaks most for it."""
    return Wording("Suggested by {title}, which you watched.", {"title": title})


@lru_cache(_KEPT)
def watched_together(title: str) -> Wording:
    """Why a title is like another: members say so."""
    return Wording("Members who watched {title} also watch this.", {"title": title})


@lru_cache(_KEPT)
def resembles(title: str) -> Wording:
    """Why a title is like another: its facts say so."""
    return Wording("Close to {title} in genre and time.", {"title": title})


def more_like(title: str) -> Wording:
    """The heading of the row on a title's own page."""
    return Wording("More like {title}", {"title": title})


@lru_cache(_KEPT)
def ranked(rank: int) -> Wording:
    """Why a title trends: its place among what members watch lately."""
    return Wording("Number {rank} with members lately.", {"rank": str(rank)})


@lru_cache(_KEPT)
def here_since(opened_at: float) -> Wording:
    """Why a title is new: when its window opened."""
    day = datetime.fromtimestamp(opened_at, tz=UTC).date().isoformat()
    return Wording("Here since {date}.", {"date": day})


@lru_cache(_KEPT)
def made_in(year: int) -> Wording:
    """Why a title is among the newest where no window says so."""
    return Wording("Made in {year}.", {"year": str(year)})


@lru_cache(_KEPT)
def genre_suits(genre: str) -> Wording:
    """The heading of a genre that the member watches more than others do."""
    return Wording("{genre} for you", {"genre": genre})


@lru_cache(_KEPT)
def genre_plain(genre: str) -> Wording:
    """The heading of a genre about which the member has said nothing."""
    return Wording("{genre}", {"genre": genre})


@lru_cache(_KEPT)
def watches_genre(genre: str) -> Wording:
    """Why a title stands in a genre row that suits the member."""
    return Wording("Because you watch {genre}.", {"genre": genre})


@lru_cache(_KEPT)
def best_known(genre: str) -> Wording:
    """Why a title stands in a genre row for everyone."""
    return Wording("Among the best known of {genre}.", {"genre": genre})
