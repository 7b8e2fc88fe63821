"""Who watches, and when: company with the age that it sets, and occasions."""

from matinee.discover.understanding.lexicons.listing import listed

KIDS, FAMILY, TEENAGERS = "kids", "family", "teenagers"
AGE_OF_KIDS, AGE_OF_FAMILY, AGE_OF_TEENAGERS = 7, 10, 13

COMPANY: dict[str, tuple[str, ...]] = {
    "parents": listed(
        "my parents, our parents, my mother, my mum, my mom, my father, my dad, mum, mom, dad, "
        "mother in law, my mother in law, father in law, my father in law, my in laws, the in "
        "laws, in laws, parents are visiting, my folks, with parents, the parents, mum and "
        "dad, mom and dad, my mum and dad, my mom and dad"
    ),
    "grandparents": listed(
        "my grandmother, my grandma, my granny, my gran, my nan, my grandfather, my grandpa, "
        "my grandad, my granddad, my grandparents, our grandparents, grandma, grandpa, granny, "
        "the grandparents"
    ),
    "partner": listed(
        "my boyfriend, my girlfriend, my wife, my husband, my partner, my fiance, my fiancee, "
        "my spouse, the wife, the husband, the missus, my other half"
    ),
    "friends": listed(
        "with friends, with my friends, with some friends, with a friend, with a few friends, "
        "my friends, four friends, my friend, with mates, my mates, the lads, the boys, the "
        "guys, the gang, my roommates, my flatmates, my roommate, my flatmate, my best friend, "
        "friends are over, friends over, friends are coming over, friends coming over, for "
        "friends, a group of friends, for a group, my colleagues"
    ),
    "alone": listed(
        "alone, by myself, on my own, just me, for myself, myself, solo, home alone tonight"
    ),
    "adults": listed(
        "for adults, for grown ups, for grownups, no kids around, without the kids, kids are "
        "asleep, the kids are asleep, the kids are in bed, kids are in bed, not for kids, not "
        "for children, adults only, no kids, grown up, just the adults"
    ),
    "family": listed(
        "the whole family, whole family, for the family, with the family, for all the family, "
        "all the family, with my family, for my family, family night, family movie night, "
        "family film night, with family, the entire family, for families, all ages, my family"
    ),
    "teenagers": listed(
        "teenagers, teenager, for teens, teens, my teen, my teenage son, my teenage daughter, "
        "my teenager, my teenagers, for two teenagers, adolescents"
    ),
    "kids": listed(
        "for kids, for the kids, for my kids, for our kids, for children, for the children, "
        "for my children, for our children, for little ones, the little ones, with the kids, "
        "with kids, with my kids, with our kids, with children, with the children, with my "
        "children, my kids, our kids, the kids, my children, our children, kids movies, kids "
        "movie, kids films, kids film, childrens film, childrens films, childrens movie, "
        "childrens movies, adults and children both enjoy, adults and children, suitable for "
        "children, suitable for kids, kid friendly, child friendly, my toddler, toddlers, for "
        "a child, for toddlers, my son, my daughter, my nephew, my niece, my nephews, my "
        "nieces, my grandson, my granddaughter, my grandchildren, the grandchildren, the "
        "grandkids, my grandkids, my little brother, my little sister, my little one, my "
        "godson, my goddaughter, my daughters, my sons"
    ),
}

NO_AGE = frozenset({"my son", "my daughter", "my sons", "my daughters"})
"""Children of whom it is not said how old they are, and who may be grown up."""

OCCASIONS: dict[str, tuple[str, ...]] = {
    "date night": listed(
        "date night, first date, a date, second date, for a date, third date, romantic "
        "evening, romantic night in, night with my date, my date, evening for two, night for "
        "two, dinner and a movie"
    ),
    "rainy day": listed(
        "rainy sunday, rainy day, rainy afternoon, rainy evening, rainy night, rainy weekend, "
        "a rainy, its raining, raining, pouring outside, pouring with rain, pouring down, wet "
        "afternoon, wet sunday, wet weekend, wet day, bad weather, drizzly afternoon, stormy "
        "night, stormy evening, raining outside, rain outside"
    ),
    "christmas": listed(
        "christmas, xmas, christmas eve, the holidays, christmassy, festive, the festive "
        "season, festive season, holiday season, yuletide, boxing day, christmas day, "
        "christmas time, christmastime, december 24th, noel"
    ),
    "halloween": listed(
        "halloween, trick or treating, trick or treat, all hallows eve, october 31st, 31st of "
        "october, spooky season, halloween night"
    ),
    "new year": listed(
        "new years eve, new year, new years, new years day, ring in the new year, nye, "
        "hogmanay, december 31st, 31st of december, wait for midnight, until midnight"
    ),
    "valentine": listed(
        "valentines day, valentines, valentine, february 14th, 14th of february, saint "
        "valentines, st valentines day, valentines night, valentines evening"
    ),
    "girls night": listed(
        "girls night, girls night in, ladies night, hen night, hen do, girls are coming over, "
        "night with the girls, evening with the girls, galentines, bachelorette party, girls "
        "evening, girls only, girlfriends are coming over, ladies evening"
    ),
    "boys night": listed(
        "boys night, lads night, guys night, stag night, night with the lads, night with the "
        "boys, evening with the lads, bachelor party, boys evening, lads evening, guys "
        "evening"
    ),
    "party": listed(
        "a party, party, birthday party, house party, dinner party, a get together, "
        "housewarming, house warming, garden party, office party"
    ),
    "flight": listed(
        "long flight, flight, plane ride, on a plane, long haul, on the plane, aeroplane, "
        "airplane, red eye, redeye, my flight, our flight, layover, long haul flight"
    ),
    "travel": listed(
        "train ride, train journey, road trip with, long drive, long journey, bus ride, bus "
        "journey, coach trip, my commute, the commute, car ride, car journey, ferry crossing, "
        "long trip, for the journey, for the road"
    ),
    "bedtime": listed(
        "before bed, bedtime, before sleep, to fall asleep to, fall asleep, before going to "
        "bed, before sleeping, to drift off to, drift off, last thing at night, before i "
        "sleep, before i go to sleep, before i go to bed, before lights out, nod off, to send "
        "me to sleep, right before bed"
    ),
    "evening": listed(
        "bottle of wine, a quiet evening, quiet evening, a glass of wine, glass of wine, an "
        "evening in, quiet night in, night in, cosy night in, evening at home, quiet night, "
        "cozy night in, night at home, evening on the sofa, evening on the couch"
    ),
    "weekend": listed("weekend, the weekend, long weekend, bank holiday weekend"),
    "sunday afternoon": listed(
        "lazy sunday, lazy sunday afternoon, sleepy sunday, slow sunday, sunday lunch, quiet sunday"
    ),
    "birthday": listed(
        "birthday, my birthday, her birthday, his birthday, a birthday, my sons birthday, my "
        "daughters birthday, turning forty, birthday treat"
    ),
    "anniversary": listed("anniversary, our anniversary, wedding anniversary"),
    "thanksgiving": listed("thanksgiving, thanksgiving dinner, turkey day"),
    "easter": listed("easter, easter sunday, easter weekend, easter holidays, easter monday"),
    "summer": listed(
        "summer evening, summer night, hot summer night, hot evening, summers night, summers "
        "evening, heatwave, heat wave, summer holidays, summer holiday, warm evening"
    ),
    "hangover": listed(
        "hungover, hangover, hung over, too much to drink last night, drank too much last "
        "night, morning after, nursing a headache"
    ),
    "sick day": listed(
        "sick day, home sick, ill in bed, sick in bed, in bed with a cold, a cold, the flu, "
        "off sick, under the weather, down with the flu, got the flu, have a fever, got a "
        "fever, stuck in bed, feeling ill, day in bed, not feeling well, sick at home, ill at "
        "home"
    ),
    "breakup": listed(
        "breakup, break up, got dumped, just broke up, was dumped, broken heart, heartbroken, "
        "my ex, she left me, he left me, she dumped me, he dumped me, we split up, been "
        "dumped, getting over someone, getting over a break up, getting over him, getting "
        "over her"
    ),
    "dinner": listed(
        "over dinner, during dinner, while eating, while i eat, with dinner, with our dinner, "
        "with my dinner, while we eat, eating dinner, have dinner, having dinner, tv dinner, "
        "over lunch, over supper"
    ),
    "movie night": listed(
        "movie night, film night, a movie night, a film night, movie evening, film evening, "
        "cinema night, our movie night"
    ),
    "sleepover": listed(
        "sleepover, slumber party, pyjama party, pajama party, sleep over, sleepovers"
    ),
}
