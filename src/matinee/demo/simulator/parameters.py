"""Every number of the simulated audience; docs/explanation/simulated-audience.md says why each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameters:
    """How many, how often, how choosy. Utilities are in standard deviations of a person's taste."""

    households: int = 600
    weeks: int = 17
    tail_films: int = 1_600
    """Films beyond the 400 that anybody comes across; the others are in nobody's way."""

    # Taste.
    household_concentration: float = 2.0
    profile_concentration: float = 10.0
    genre_noise: float = 0.35
    loved_keywords: int = 5
    loved_directors: int = 2
    loved_weight: float = 1.3

    # Popularity and its drift.
    popularity_per_review_sd: float = 0.75
    popularity_noise: float = 0.3
    known_films_ahead: float = 4.2
    genre_drift: float = 0.16
    vogues_a_week: int = 6
    vogue_strength: float = 1.6
    vogue_decay: float = 0.6
    release_excitement: float = 1.0

    # Coming and going.
    joined_late: float = 0.3
    gone_early: float = 0.08
    newcomers: int = 12
    hours_between_visits: float = 6.5

    # The page and the eye.
    rows_on_page: int = 10
    row_attention: float = 0.28
    glance_on: float = 0.79
    most_examined: int = 8
    resume: float = 0.6
    from_list: float = 0.2
    intent: float = 0.17
    intent_after_nothing: float = 0.3

    # Choosing.
    choice_threshold: float = 2.1
    choice_taste: float = 1.5
    intent_taste: float = 2.0
    intent_popularity: float = 0.35
    seen_before: float = 9.0
    seen_before_by_kids: float = 1.8

    # Watching.
    finish_base: float = 0.0
    finish_taste: float = 0.95
    finish_per_minute: float = 0.012
    finish_per_minute_kids: float = 0.022
    finish_late: float = 0.55
    finish_resumed: float = 0.9
    bored_taste: float = 0.9
    pause_minutes: float = 5.0
    another_after_boredom: float = 0.55
    another_for_kids: float = 0.25

    # Saying so.
    thumb_after_finish: float = 0.17
    thumb_after_boredom: float = 0.05
    thumb_threshold: float = -0.1
    listed: float = 0.2
    listed_taste: float = 0.9
    unlisted_when_finished: float = 0.6
