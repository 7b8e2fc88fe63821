"""In which order somebody wants to see the answer, in their words."""

from matinee.discover.understanding.lexicons.listing import listed, spelled_out
from matinee.discover.understanding.wishes import Order

ORDERS: dict[Order, tuple[str, ...]] = {
    Order.NEWEST: spelled_out(
        "newest, latest, most recent, new releases, brand new, (newest|latest|most recent|newest "
        "ones|latest ones|most recent ones|newer ones) (first|on top|at the top|up top|up front), "
        "(sorted|sort|ordered|order|ranked|listed|starting) (it|them|) (by|from|with) (the|) "
        "(newest|latest|most recent|release date newest first), (hot off the press|fresh releases|"
        "just released|just out|recently released), (newest|latest|most recent) to (oldest|"
        "earliest), reverse chronological, reverse chronological order"
    ),
    Order.OLDEST: spelled_out(
        "(in|by) (date|release|year) order, in order of (date|year|release date), oldest, "
        "earliest, the first film, first ever, (oldest|earliest|oldest ones|earliest ones|older "
        "ones) (first|on top|at the top|up top|up front), (sorted|sort|ordered|order|ranked|listed|"
        "starting|beginning) (it|them|) (by|from|with) (the|) (oldest|earliest|very first), (in|) "
        "chronological (order|), chronologically, (oldest|earliest) to (newest|latest), in order "
        "of release"
    ),
    Order.LONGEST: spelled_out(
        "longest, (longest|longest ones|lengthiest) (first|on top|at the top|up top|up front), "
        "lengthiest, (sorted|sort|ordered|order|ranked) (it|them|) by (length longest first|"
        "descending length), longest to shortest"
    ),
    Order.SHORTEST: spelled_out(
        "shortest, (shortest|shortest ones|briefest) (first|on top|at the top|up top|up front), "
        "briefest, (sorted|sort|ordered|order|ranked) (it|them|) by (length|running time|runtime|"
        "duration), shortest to longest"
    ),
    Order.POPULAR: spelled_out(
        "(whats|what is) (big|popular|hot|huge|trending) (right now|now|at the moment|), (whats|"
        "what is|what are) (everyone|everybody|people|most people|the world|the neighbours) "
        "(watching|seeing|talking about|into) (now|at the moment|right now|)"
    )
    + listed(
        "most popular, popular, most watched, most viewed, everyone is watching, biggest, best "
        "known, most famous, famous, trending, well known, popular right now, everybody is "
        "watching, top, whats hot, hot right now, whats trending, everyones watching, everyones "
        "talking about, everybodys watching, everyone is talking about, most loved, biggest hits, "
        "big hits, best loved, crowd pleasers, crowd favourites"
    )
    + spelled_out(
        "(sorted|sort|ordered|order|ranked|rank|arranged|listed|starting) (it|them|) (by|in order "
        "of|from|with) (the|) (popularity|popular first|views|number of views|most popular|most "
        "watched|audience numbers|how popular they are|best known), by popularity, in order of "
        "popularity, (most popular|most watched|biggest|best known|biggest hits|most famous) "
        "(first|on top|at the top|up top|up front), (whatever|the one|the ones) (everyone|"
        "everybody|most people|people|the most people) (is|are|s|) (watching|watches|watch|have "
        "watched|has watched|has seen|have seen), what everyone else is watching, chart toppers, "
        "chart topping, box office hits, (biggest|most) (crowd pullers|at the box office), (most|"
        "more) seen, (most|best) (viewed|attended)"
    ),
}
