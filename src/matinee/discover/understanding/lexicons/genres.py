"""Genres as people call them, and as catalogues do."""

GENRES: dict[str, tuple[str, ...]] = {
    "action": ("Action",),
    "actioner": ("Action",),
    "adventure": ("Adventure",),
    "animation": ("Animation",),
    "animated": ("Animation",),
    "cartoon": ("Animation",),
    "biography": ("Biography",),
    "biographies": ("Biography",),
    "biographical": ("Biography",),
    "biopic": ("Biography",),
    "comedy": ("Comedy",),
    "comedies": ("Comedy",),
    "comedic": ("Comedy",),
    "crime": ("Crime",),
    "documentary": ("Documentary",),
    "documentaries": ("Documentary",),
    "docu": ("Documentary",),
    "doc": ("Documentary",),
    "drama": ("Drama",),
    "dramatic": ("Drama",),
    "family film": ("Family",),
    "family movie": ("Family",),
    "family adventure": ("Family", "Adventure"),
    "family comedy": ("Family", "Comedy"),
    "family animation": ("Family", "Animation"),
    "family fantasy": ("Family", "Fantasy"),
    "family musical": ("Family", "Musical"),
    "fantasy": ("Fantasy",),
    "fantasies": ("Fantasy",),
    "history": ("History",),
    "historical": ("History",),
    "history film": ("History",),
    "horror": ("Horror",),
    "horrors": ("Horror",),
    "musical": ("Musical",),
    "mystery": ("Mystery",),
    "mysteries": ("Mystery",),
    "whodunnit": ("Mystery",),
    "whodunit": ("Mystery",),
    "murder mystery": ("Mystery",),
    "romance": ("Romance",),
    "romance film": ("Romance",),
    "romcom": ("Romance", "Comedy"),
    "rom com": ("Romance", "Comedy"),
    "romantic comedy": ("Romance", "Comedy"),
    "romantic comedies": ("Romance", "Comedy"),
    "romantic drama": ("Romance", "Drama"),
    "dramedy": ("Drama", "Comedy"),
    "dramedies": ("Drama", "Comedy"),
    "tragicomedy": ("Drama", "Comedy"),
    "scifi": ("Science Fiction",),
    "sci fi": ("Science Fiction",),
    "science fiction": ("Science Fiction",),
    "sf": ("Science Fiction",),
    "sport": ("Sport",),
    "sports": ("Sport",),
    "sporting": ("Sport",),
    "thriller": ("Thriller",),
    "war": ("War",),
    "western": ("Western",),
}
"""What is said, without the plural's s, and the genres that it names."""

NOT_SPOKEN_ALONE = frozenset({"war", "history", "crime", "sport", "sports", "doc", "sf", "family"})
"""Words that are subjects as well: within a story told they name no genre."""

CALLED: dict[str, tuple[str, ...]] = {
    "Science Fiction": ("Sci-Fi", "Science fiction", "SF"),
    "Animation": ("Animated", "Anime"),
    "Biography": ("Biographical", "Biopic"),
    "Children": ("Children's",),
    "History": ("Historical",),
    "Musical": ("Musicals",),
    "Sport": ("Sports",),
}
"""Other words by which a catalogue may file the same."""

WITH_COUNTRY: dict[str, tuple[tuple[str, ...], str]] = {
    "anime": (("Animation",), "JP"),
    "spaghetti western": (("Western",), "IT"),
    "giallo": (("Horror",), "IT"),
    "bollywood": ((), "IN"),
    "hollywood": ((), "US"),
}
"""Genres that are a country's own, and industries that are."""

WITH_MOOD: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "black comedy": (("Comedy",), ("dark",)),
    "black comedies": (("Comedy",), ("dark",)),
    "dark comedy": (("Comedy",), ("dark",)),
    "dark comedies": (("Comedy",), ("dark",)),
    "slasher film": (("Horror",), ("gory",)),
    "slasher movie": (("Horror",), ("gory",)),
}
