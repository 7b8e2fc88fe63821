"""From the simulated log to the columns by which the audience takes events in."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from matinee.audience.model import EventColumns, TimeBasis, Words
from matinee.demo.members import Members
from matinee.demo.simulator.log import ROW_NAMES, SURFACES, version_7_ids
from matinee.demo.simulator.people import DEVICES
from matinee.demo.simulator.simulation import Audience
from matinee.demo.trial import arm_words
from matinee.errors import Unavailable
from matinee.experiments.model import Experiment, ExperimentsSettings
from matinee.vocabulary.ids import RecommendationId, TitleId, uuid7


def event_columns(
    audience: Audience,
    everybody: Members,
    titles: Mapping[str, TitleId],
    *,
    seed: int,
    experiment: Experiment,
    settings: ExperimentsSettings,
) -> EventColumns:
    """The whole log; ``titles`` tells by IMDb id which title each film has become.

    Events since ``experiment`` began carry the arm of whoever takes part in it.
    """
    log, repertoire = audience.log, audience.repertoire
    rng = np.random.default_rng([seed, 2])
    pages, page = np.unique(log["page"], return_inverse=True)
    first = np.full(len(pages), len(log))
    np.minimum.at(first, page, np.arange(len(log)))
    opened = [datetime.fromtimestamp(at, UTC) for at in log["at"][first].tolist()]
    recommendations = [RecommendationId(uuid7(at, rng.bytes(10))) for at in opened]
    return EventColumns(
        profiles=[profile.id for profile in everybody.profiles],
        titles=[_title(titles, imdb) for imdb in repertoire.imdb],
        profile=log["profile"],
        title=log["film"],
        kinds=log["kind"],
        at=log["at"],
        time_basis=TimeBasis.SIMULATED,
        seconds=log["seconds"],
        values=log["value"],
        probabilities=log["probability"],
        positions=log["position"],
        devices=_words(DEVICES, log["device"]),
        surfaces=_words(SURFACES, log["surface"]),
        rows=_words(ROW_NAMES, log["row"]),
        queries=_words([_typed(name) for name in repertoire.names], log["query"]),
        arms=arm_words(
            everybody.profiles, experiment, settings, profile=log["profile"], at=log["at"]
        ),
        recommendations=recommendations,
        recommendation=page.astype(np.int32),
        ids=version_7_ids(log["at"], rng),
    )


def _title(titles: Mapping[str, TitleId], imdb: str) -> TitleId:
    if imdb not in titles:
        raise Unavailable(
            f"The film {imdb} of the demo is not in the catalogue.",
            remedy="See matinee demo load --json for what was rejected.",
        )
    return titles[imdb]


def _words(vocabulary: Sequence[str], index: np.ndarray) -> Words:
    # The first word is the empty one, to which -1 moves.
    return Words(("", *vocabulary), index.astype(np.int32) + 1)


def _typed(name: str) -> str:
    """What people type of a name: small letters, without what follows a colon or a dash."""
    return name.partition(":")[0].partition(" – ")[0].lower()
