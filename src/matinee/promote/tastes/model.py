"""The taste groups that there are, by the genres that the catalogue writes."""

from enum import StrEnum


class Taste(StrEnum):
    """A genre, as the catalogue writes it."""

    COMEDY = "Comedy"
    DRAMA = "Drama"
    ACTION = "Action"
    THRILLER = "Thriller"
    ROMANCE = "Romance"
    ANIMATION = "Animation"
    DOCUMENTARY = "Documentary"
    HORROR = "Horror"


TASTES = tuple(Taste)
