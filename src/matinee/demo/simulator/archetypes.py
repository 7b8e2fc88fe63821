"""Thirteen tastes of which every simulated person's is a mixture.

They are stereotypes on purpose: what matters is that real structure is there to be found.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Archetype:
    """What one kind of viewer likes, in utility per feature; ``era`` is a year and its spread."""

    name: str
    genres: Mapping[str, float]
    era: tuple[int, int]
    era_weight: float
    keywords: tuple[str, ...]
    directors: tuple[str, ...] = ()
    abroad: float = 0.0


ARCHETYPES: tuple[Archetype, ...] = (
    Archetype(
        "family animation",
        {"Animation": 2.2, "Family": 1.8, "Fantasy": 0.6, "Comedy": 0.5, "Adventure": 0.6}
        | {"Horror": -2.0, "Crime": -1.5, "War": -1.0, "Drama": -0.6},
        (1998, 18),
        0.6,
        ("friendship", "childhood", "adventure", "toys", "father and son", "growing up", "dogs"),
        ("John Lasseter", "Andrew Stanton", "Brad Bird", "Don Bluth", "Hayao Miyazaki"),
    ),
    Archetype(
        "fairy tales and songs",
        {"Musical": 2.0, "Fantasy": 1.2, "Animation": 1.0, "Romance": 0.8, "Family": 0.8}
        | {"Horror": -1.6, "Western": -0.8, "Crime": -0.8},
        (1975, 28),
        0.3,
        ("fairy tale", "songs", "magic", "dance", "princess", "enchantment", "witch", "sisters"),
        ("Clyde Geronimi", "Vincente Minnelli", "Wolfgang Reitherman", "Ron Clements"),
    ),
    Archetype(
        "blockbusters",
        {"Action": 1.8, "Adventure": 1.5, "Sci-Fi": 1.0, "Fantasy": 0.5}
        | {"Musical": -1.0, "Drama": -0.7, "Documentary": -1.2},
        (2006, 11),
        1.2,
        ("superhero", "spectacle", "space opera", "chase", "spy", "alien invasion", "villain"),
        ("Steven Spielberg", "James Cameron", "Christopher Nolan", "Sam Raimi", "George Lucas"),
    ),
    Archetype(
        "thoughtful science fiction",
        {"Sci-Fi": 2.2, "Mystery": 0.9, "Thriller": 0.5}
        | {"Musical": -0.9, "Romance": -0.5, "Western": -0.7},
        (1985, 18),
        0.4,
        ("dystopia", "space travel", "time travel", "artificial intelligence", "memory", "robots"),
        ("Stanley Kubrick", "Ridley Scott", "Andrei Tarkovsky", "Christopher Nolan"),
    ),
    Archetype(
        "horror",
        {"Horror": 2.8, "Thriller": 0.8, "Mystery": 0.5}
        | {"Family": -1.4, "Musical": -1.0, "Romance": -0.7, "Biography": -0.6},
        (1985, 18),
        0.4,
        ("slasher", "dread", "haunted house", "zombies", "vampire", "ghosts", "creature", "terror"),
        ("John Carpenter", "Dario Argento", "Sam Raimi", "Brian De Palma", "Wes Craven"),
    ),
    Archetype(
        "crime and film noir",
        {"Crime": 1.9, "Mystery": 1.2, "Thriller": 1.1}
        | {"Family": -1.2, "Animation": -1.0, "Musical": -0.9, "Fantasy": -0.8},
        (1965, 24),
        0.3,
        ("film noir", "private detective", "heist", "mafia", "murder", "corruption", "gangster"),
        ("Alfred Hitchcock", "Billy Wilder", "Martin Scorsese", "Jean-Pierre Melville"),
    ),
    Archetype(
        "golden age",
        {"Romance": 1.0, "Comedy": 0.7, "Drama": 0.6, "Musical": 0.6}
        | {"Action": -1.2, "Sci-Fi": -1.2, "Horror": -1.2},
        (1950, 10),
        2.4,
        ("witty", "high society", "marriage", "theatre", "new york", "screwball", "tender"),
        ("Billy Wilder", "Vincente Minnelli", "William Wyler", "Howard Hawks", "Frank Capra"),
    ),
    Archetype(
        "romance and comedy",
        {"Romance": 1.8, "Comedy": 1.5}
        | {"Horror": -1.6, "War": -0.9, "Sci-Fi": -0.9, "Action": -0.8},
        (1992, 15),
        0.8,
        ("romance", "friendship", "first love", "wry", "banter", "coming of age", "bittersweet"),
        ("Rob Reiner", "James L. Brooks", "Jason Reitman", "Mike Nichols"),
    ),
    Archetype(
        "world cinema",
        {"Drama": 1.2, "History": 0.3} | {"Action": -0.7, "Sci-Fi": -0.5, "Family": -0.6},
        (1968, 22),
        0.3,
        ("memory", "dreamlike", "neorealism", "slow", "longing", "surreal", "class", "meditative"),
        ("Akira Kurosawa", "Ingmar Bergman", "Federico Fellini", "Luis Buñuel", "Wong Kar-wai"),
        abroad=2.4,
    ),
    Archetype(
        "war and history",
        {"War": 2.0, "History": 1.7, "Biography": 1.4, "Drama": 0.4}
        | {"Fantasy": -1.0, "Musical": -0.8, "Animation": -0.9},
        (1978, 22),
        0.2,
        ("second world war", "courage", "resistance", "duty", "freedom", "true story", "sacrifice"),
        ("David Lean", "Steven Spielberg", "Oliver Stone", "Richard Attenborough"),
    ),
    Archetype(
        "westerns",
        {"Western": 3.0, "Adventure": 0.6, "History": 0.4}
        | {"Musical": -0.8, "Fantasy": -0.8, "Romance": -0.3},
        (1966, 18),
        0.5,
        ("frontier", "outlaws", "gunfight", "revenge", "desert", "lawman", "showdown"),
        ("John Ford", "Sergio Leone", "Clint Eastwood", "Sam Peckinpah", "Ethan Coen"),
    ),
    Archetype(
        "satire and the absurd",
        {"Comedy": 2.0, "Crime": 0.3} | {"War": -0.5, "Romance": -0.3, "Horror": -0.6},
        (1984, 16),
        0.6,
        ("satire", "absurd", "parody", "deadpan", "slapstick", "silly", "mockumentary", "farce"),
        ("Mel Brooks", "Joel Coen", "Terry Gilliam", "John Landis", "Wes Anderson"),
    ),
    Archetype(
        "music and documentaries",
        {"Documentary": 2.6, "Music": 1.6, "Musical": 1.2, "Biography": 1.0}
        | {"Horror": -1.0, "Fantasy": -0.8, "Western": -0.5},
        (1986, 20),
        0.3,
        ("rock and roll", "jazz", "music", "1960s", "documentary", "fame", "rock music", "tour"),
        ("D. A. Pennebaker", "Michael Moore", "Martin Scorsese", "Miloš Forman"),
    ),
)
