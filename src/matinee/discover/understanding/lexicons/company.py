"""Who watches: company, with the age that it sets."""

from matinee.discover.understanding.lexicons.listing import listed, spelled_out

KIDS, FAMILY, TEENAGERS = "kids", "family", "teenagers"
AGE_OF_KIDS, AGE_OF_FAMILY, AGE_OF_TEENAGERS = 7, 10, 13

COMPANY: dict[str, tuple[str, ...]] = {
    "parents": listed(
        "my parents, our parents, my mother, my mum, my mom, my father, my dad, mum, mom, dad, "
        "mother in law, my mother in law, father in law, my father in law, my in laws, the in "
        "laws, in laws, parents are visiting, my folks, with parents, the parents, mum and dad, "
        "mom and dad, my mum and dad, my mom and dad"
    ),
    "grandparents": listed(
        "my grandmother, my grandma, my granny, my gran, my nan, my grandfather, my grandpa, my "
        "grandad, my granddad, my grandparents, our grandparents, grandma, grandpa, granny, with "
        "gran, with nan, with nana, with grandad, with granddad, with grandfather, with "
        "grandmother, for gran, for grandad, gran and grandad, gran and granddad, nan and grandad, "
        "nan and granddad, gran and grandpa, nana and grandad, the grandparents"
    ),
    "partner": listed(
        "my boyfriend, my girlfriend, my wife, my husband, my partner, my fiance, my fiancee, my "
        "spouse, the wife, the husband, the missus, my other half, my better half, hubby, my "
        "hubby, wifey, my fella, my missus, just the two of us, the two of us, the boyfriend, the "
        "girlfriend, my bf, my gf, my sweetheart, our partners"
    ),
    "friends": listed(
        "with friends, with my friends, with some friends, with a friend, with a few friends, my "
        "friends, four friends, my friend, with mates, my mates, the lads, the boys, the guys, the "
        "gang, my roommates, my flatmates, my roommate, my flatmate, my best friend, old friends, "
        "bunch of friends, group of mates, my pals, my buddies, my crew, mates round, friends "
        "round, mates are over, mates over, my bestie, housemates, my housemates, the flatmates, "
        "uni friends, school friends, couple of mates, some mates, a few mates, a mate, my mate, "
        "my buddy, my pal, our friends, our mates, friends are over, friends over, friends are "
        "coming over, friends coming over, for friends, a group of friends, for a group, my "
        "colleagues"
    ),
    "alone": listed(
        "alone, by myself, on my own, just me, for myself, myself, solo, home alone tonight"
    ),
    "adults": listed(
        "four adults, two adults, three adults, five adults, six adults, a few adults, adult "
        "company, two grown ups, four grown ups, for adults, for grown ups, for grownups, no kids "
        "around, without the kids, kids are asleep, the kids are asleep, the kids are in bed, kids "
        "are in bed, not for kids, not for children, adults only, no kids, grown up, just the "
        "adults, us adults, just adults, only adults, all adults, adults tonight, just us adults, "
        "grown ups only, us grown ups, just us grown ups, just grown ups, only grown ups, grown "
        "ups tonight, grownups only, just grownups, the grown ups, the grownups, kids asleep, kids "
        "in bed, the kids asleep, the kids in bed, children are asleep, children are in bed, the "
        "children are asleep, the children are in bed, little ones are asleep, the little ones are "
        "asleep, the little ones are in bed, kids have gone to bed, the kids have gone to bed, "
        "once the kids are asleep, once the kids are in bed, no kids about, child free, kid free, "
        "without the children, without children, the kids are away, kids are away"
    ),
    "family": listed(
        "the whole family, whole family, for the family, with the family, for all the family, all "
        "the family, with my family, for my family, family night, family movie night, family film "
        "night, with family, the entire family, for families, all ages, my family"
    ),
    "teenagers": listed(
        "teenagers, teenager, for teens, teens, my teen, teenage kids, teenage nephew, teenage "
        "niece, teenage son, teenage daughter, teenage brother, teenage sister, teenage boys, "
        "teenage girls, teenage cousins, my teens, my teenage son, my teenage daughter, my "
        "teenager, my teenagers, for two teenagers, adolescents"
    ),
    "kids": listed(
        "for kids, for the kids, for my kids, for our kids, for children, for the children, for my "
        "children, for our children, for little ones, the little ones, with the kids, with kids, "
        "with my kids, with our kids, with children, with the children, with my children, my kids, "
        "our kids, the kids, my children, our children, kids movies, kids movie, kids films, kids "
        "film, childrens film, childrens films, childrens movie, childrens movies, adults and "
        "children both enjoy, adults and children, suitable for children, suitable for kids, kid "
        "friendly, child friendly, my toddler, a toddler, toddlers, for a child, for toddlers, my "
        "son, my daughter, my nephew, my niece, my nephews, my nieces, my grandson, my "
        "granddaughter, my grandchildren, the grandchildren, the grandkids, my grandkids, my "
        "little brother, my little sister, my little one, my godson, my goddaughter, my daughters, "
        "my sons, my stepson, my stepdaughter"
    ),
}

_CHILDREN = (
    "son|daughter|sons|daughters|nephew|niece|nephews|nieces|grandson|granddaughter|grandsons|"
    "granddaughters|godson|goddaughter|stepson|stepdaughter"
)
COMPANY["adults"] += tuple(
    f"{who} {are} {where}"
    for who in listed("kids, the kids, children, the children, the little ones, my kids, our kids")
    for are in listed("finally, both, are, are all, are finally, have, have all, have finally")
    for where in listed("asleep, in bed, tucked up, out, away, gone to bed, gone to sleep")
    if are.startswith("have") == where.startswith("gone")
)

_MORE = {
    "parents": spelled_out(
        "(my|our) (elderly|old|ageing|aging|dear|dear old|retired|widowed|poor|visiting|own|"
        "future) (mother|father|mum|mom|mam|dad|parents|mother in law|father in law|in laws), (mum|"
        "mom|mam|dad|mother|father|mummy|daddy) and (i|me|myself), (me|i) and (my|) (mum|mom|mam|"
        "dad|mother|father|folks|parents), my (mam|ma|pa|pop|mummy|daddy|old man|stepmum|stepmom|"
        "stepdad|stepmother|stepfather)"
    ),
    "grandparents": spelled_out(
        "(gran|granny|nan|nana|nanny|nanna|grandma|grandpa|gramps|grandad|granddad|grandmother|"
        "grandfather) and (i|me|myself), (me|i) and (my|) (gran|granny|nan|nana|nanny|nanna|"
        "grandma|grandpa|gramps|grandad|granddad|grandmother|grandfather|grandparents), my (nana|"
        "nanna|nanny|gramps|granddaddy|great aunt|great grandmother|great gran), my (elderly|old|"
        "dear|dear old) (gran|granny|nan|grandma|grandpa|grandad|granddad|grandmother|grandfather|"
        "grandparents)"
    ),
    "partner": spelled_out(
        "my (new|lovely|dear|dearest|poor|long suffering|darling) (girlfriend|boyfriend|wife|"
        "husband|fiance|fiancee|partner|fella|bloke|man|lady), (my|the) (lady|bloke|fella|hubs|"
        "significant other|lover|beau|sweetie|darling|old man indoors|ball and chain|old lady), "
        "her indoors, him indoors, us two lovebirds, were a couple, (my|the) (ladyfriend|lady "
        "friend|man friend), (husband|wife|girlfriend|boyfriend|partner|fiance|fiancee) and (i|"
        "me), (me|i) and (the|my) (girl|fella|bloke|hubby|mrs|missus|other half), the mrs, the "
        "hubby"
    ),
    "friends": spelled_out(
        "(my|our) (best|oldest|closest|dearest|old) (mate|pal|buddy|bud|friend|girlfriend|mates|"
        "pals|friends), (my|our|some|a few|a bunch of|a couple of|old|uni|work|school|college|"
        "drinking|gym|book club|football|two|three|four|five|six) (mates|friends|pals|buddies|"
        "chums|colleagues|coworkers|workmates|teammates|bandmates|classmates|neighbours|neighbors|"
        "girlfriends|besties), (my|the|our) (squad|posse|crew|gang|chum|workmates|coworkers|"
        "bandmates|classmates|teammates|neighbours|neighbors|colleagues|book club), friends and (i|"
        "me), (me|i) and (my|the|some|a few) (mates|friends|pals|buddies|lads|boys|gang|flatmates|"
        "roommates)"
    ),
    "alone": spelled_out(
        "(nobody|no one|noone) but (me|the cat|the dog|my cat|my dog), (something|one|a film|) "
        "just for me, on my (tod|lonesome|jack|jacksie|todd|own some), by my (lonesome|own|own "
        "self), all by (myself|my lonesome), only me, flying solo, (nobody|no one|noone) (else|) "
        "(home|here|in|around) (but me|except me|), (just|only) (little old|) me, (its|it is|"
        "theres|theres only) (just|only) me, for one, me myself and i, (have|got|ive got) the "
        "(house|flat|place|sofa) to myself, with only (the|my) (cat|dog) for company, (just|only) "
        "(me and|) (the|my) (cat|dog) (and me|for company)"
    ),
    "adults": spelled_out(
        "(two|three|four|five|six|seven|eight|a few|some|us|we|a couple of|couple of|several) "
        "(tired|exhausted|grown|knackered|weary|childless|sensible|worn out|shattered|bored|) "
        "(adults|grown ups|grownups), "
        "(without|no|minus) (any|the|our|) (kids|children|little ones) (present|around|about|here|"
        "tonight|in the house|in the room), (grown up|adult) (evening|night) (in|), (just|only) "
        "the (grown ups|grownups|adults)"
    ),
    "family": spelled_out(
        "(the|our|my) (whole|entire|extended) (family|clan|brood|tribe|household|lot of us), (the|"
        "our|my) (clan|brood|tribe|household), three generations, (all|every one) of (the family|"
        "us young and old), (a|one) family of (three|four|five|six|seven)"
    ),
    "teenagers": spelled_out(
        "teenage (lads|lad|girls|girl|boys|boy|visitors|guests|friends|kids), "
        "(moody|grumpy|sulky|bored|two|three|four|five|some|stroppy|our|my) (teenagers|teens), "
        "(moody|grumpy|sulky|bored|stroppy|our|one) (teenager|teen), (high|secondary) schoolers, "
        "sixth formers, tweens and teens"
    ),
    "kids": spelled_out(
        "(my|our|the|two|three|four|a few) (tots|nippers|bairns|wee ones|ankle biters|rugrats|"
        "youngsters|tiddlers|kiddies|kiddos|bambini|sprogs|littlies|preschoolers|smallest ones|"
        "munchkins|monsters), (my|our|the) (tot|nipper|bairn|wee one|kiddo|sprog|preschooler|"
        "youngster|munchkin), (a|the) (room|house|bunch|gaggle|horde) (full|) of (kids|children|"
        "toddlers|youngsters), primary schoolers, (kids|children) and (i|me|us)"
    ),
}
COMPANY[KIDS] += spelled_out(f"(our|her|his|their) ({_CHILDREN})")
for _who, _said in _MORE.items():
    COMPANY[_who] = tuple(dict.fromkeys((*COMPANY[_who], *_said)))

BY_VERB: dict[str, tuple[str, ...]] = {
    "parents": listed("mother, father, folks, inlaws"),
    "grandparents": listed("gran, grandad, granddad, nan, nana, nanna, grandmother, grandfather"),
    "partner": listed("wife, husband, boyfriend, girlfriend, fiance, fiancee"),
    FAMILY: ("family",),
    "friends": listed("friends, mates, roommate, flatmate, housemate, lads, pals, buddies"),
    "teenagers": listed("teenagers, teens"),
    "kids": listed("kids, children, toddler, nephew, niece, grandkids, grandchildren, twins"),
}
"""Whoever is only told of, unless a verb of :data:`WATCHING` says that they are there."""

WATCHING = frozenset(
    listed(
        "is, are, wants, want, love, loves, like, likes, hates, hate, here, over, visiting, "
        "coming, round, wanna, need, needs, watching, asleep, will, cant, wont, staying"
    )
)

NO_AGE = frozenset(spelled_out(f"(my|our|her|his|their) ({_CHILDREN})"))
"""Children of whom it is not said how old they are, and who may be grown up."""
