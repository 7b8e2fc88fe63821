"""Words that a description has whatever it describes."""

from matinee.discover.words.folding import words_of

EMPTY_WORDS = frozenset(
    words_of(
        "a about after again all also am an and any are as at back be because been before being "
        "but by came can come could did do does don doing down else end ends even ever film "
        "films find first for from get gets go goes going good got guy had has have having he "
        "her here hers him his how i if in into is isn it its just kind know last like little "
        "look lot made make man may maybe me might more most movie movies much my name no not "
        "now of off old on one only or other our out over people please really remember said "
        "same saw scene see seen she show so some somebody someone something sort start still "
        "such than that the their them then there they thing things think this those time to "
        "too tv two up us very want was watch watched way we well were what when where which "
        "while who whole why will with woman would year years you your"
    )
)
