"""What is said behind whatever somebody does not want, and of people who shall not be in a film."""

from matinee.discover.understanding.lexicons.listing import listed, spelled_out

NEGATIONS = listed(
    "didnt, did not, doesnt, does not, isnt, is not, hasnt, has not, wasnt, was not, never, must "
    "not have, mustnt have, cannot have, cant have, must not, mustnt, cannot, cant, should not, "
    "shouldnt, will not, wont, should not have, shouldnt have, may not have"
)
NO_PART = listed(
    "himself had nothing to do with, herself had nothing to do with, himself had no hand in, "
    "herself had no hand in, himself has nothing to do with, himself had no part in, himself didnt "
    "direct, herself didnt direct, himself did not direct, himself didnt make, himself never made, "
    "himself never directed, herself never directed, had nothing whatsoever to do with, had "
    "nothing at all to do with, had absolutely nothing to do with, never laid a finger on, never "
    "laid a hand on, never touched, never went near, had zero involvement in, wasnt involved in "
    "making, had nothing to do with, has nothing to do with, had no hand in, has no hand in, had "
    "no part in, has no part in, didnt have a hand in, wasnt behind, isnt behind, isnt the "
    "director, wasnt the director, isnt directing, wasnt directing, isnt responsible for, wasnt "
    "responsible for"
)
"""Said of somebody who makes films."""

NOT_SEEN = listed(
    "is nowhere to be seen, is nowhere to be found, is nowhere in sight, is nowhere in it, is "
    "absent, is not on screen, isnt on screen, has no role, has no role in, stays out of, is "
    "missing, plays no part, plays no part in it, has no part in it, absent, missing from it"
) + spelled_out(
    "(not|never|nowhere|is not|isnt|is nowhere|wasnt|must not be|mustnt be|should not be|shouldnt "
    "be|cannot be|cant be|may not be|not to be) (in|among|amongst|part of|on|near|anywhere in|"
    "anywhere near|in any part of) (the cast|the cast list|the crew|the credits|it|this|them|that|"
    "this one|the line up|the lineup|the ensemble|the film|the movie|the picture|the bill), (not|"
    "isnt|is not|nowhere) (in sight|to be seen|to be found|around|present|on screen|on the screen|"
    "anywhere), (doesnt|does not|didnt|mustnt|shouldnt) (figure|figure in it|pop up|turn up|crop "
    "up|show up|show his face|show her face|come into it)"
)
NOT_THERE = spelled_out(
    "(not|never|isnt|is not|mustnt be|shouldnt be) (involved|included|featured|featuring|starring|"
    "appearing|acting|playing|cast|invited|on the call sheet)"
)
"""The same, where the clause ends with it: ``not starring`` may go on with somebody else."""

_SAID_OF_IT = tuple(
    f"{verb} {unwelcome}".strip()
    for verb in ("is", "are", "would be", "thats", "definitely", "")
    for unwelcome in listed(
        "not my cup of tea, not our cup of tea, out of the question, off limits, a no no, a no "
        "from me, a hard no, too obvious, not for us, not on the cards"
    )
)
_THERE = tuple(
    f"{there} {turned_down}"
    for there in listed("is in it, in it, are in it, directed it, is involved")
    for turned_down in listed(
        "im not interested, im out, i wont watch, i wont watch it, forget it, im off, dont bother, "
        "i dont want it, count me out, then no, i dont want to see it, were not interested"
    )
)
_BY_NOBODY_LIKED = spelled_out(
    "(god|lord|christ|heavens|hell|gosh|oh|um|er|absolutely|definitely) no, (hell|god|oh) no, "
    "(isnt|is not|arent|are not|aint|wasnt|was not|was never|never was|is never|is hardly|is "
    "really not|really isnt|just isnt|is just not|simply isnt) (for|to) (me|us|him|her|them|"
    "everyone|my taste|our taste|my liking|our liking|the kids|my wife|my husband), (isnt|is not|"
    "arent|are not|aint|was never|is never|is hardly|is really not|really isnt|just isnt|is just "
    "not|simply isnt) (my|our|her|his|their|everyones) (thing|bag|cup of tea|scene|style|idea of "
    "fun|idea of a good time|favourite|favorite|jam|speed), (isnt|is not|arent|are not|aint) (on "
    "the menu|on the table|on the cards|happening|wanted|invited|permitted|allowed|an option|"
    "welcome|acceptable|up for discussion|what i had in mind|what im looking for|what were looking "
    "for|what i fancy|what we want|what we fancy|what i need), (annoys|annoy|bores|bore|irritates|"
    "irritate|infuriates|infuriate|bugs|bug|irks|irk|depresses|depress|repels|repulses|disgusts|"
    "exhausts|tires|creeps|freaks|wears|grosses|puts|turns|winds|brasses|hacks|cheeses) (me|us|him|"
    "her|them|everyone) (out|off|up|to tears|to death|rigid|no end|), (gets|get|getting|grates|"
    "grate|got) on (my|our|his|her|their|everyones|my last) (nerves|nerve|wick|wifes nerves|"
    "husbands nerves|tits), (drives|drive|driving|sends|send) (me|us|him|her|them|my wife|my "
    "husband) (mad|crazy|nuts|bonkers|insane|up the wall|round the bend|round the twist|to "
    "distraction|to drink|potty|spare|to sleep|running), (does|do|doing) (my|our|his|her) (head|"
    "nut|brain) in, (sets|set) (my|our|his|her) teeth on edge, (makes|make) (me|us|him|her|them) "
    "(want to scream|want to leave|cringe|want to hide|sick|feel ill|queasy|itch|shudder|groan|"
    "yawn|want to claw my eyes out), makes my (skin crawl|blood boil|toes curl|flesh creep), "
    "(gives|give) (me|us|him|her) the (creeps|ick|willies|hump|pip|heebie jeebies), (gives|give) "
    "(me|us|him|her) a (headache|migraine|rash), (leaves|leave) (me|us|him|her) (cold|flat|bored|"
    "cringing), (can|may|should) (do one|jog on|get lost|take a hike|stay home|stay at home|stay "
    "in the box|stay on the shelf|stay out of it|stay well away|go away|go jump|keep away|sit this "
    "one out|be left out|be skipped|be avoided), (is|are|being|has been|have been|was) (strictly|"
    "firmly|totally|absolutely|completely|well and truly|) (ruled out|vetoed|barred|banned|"
    "forbidden|verboten|blacklisted|off limits|off the menu|off the table|out of bounds|out|a no|a "
    "hard no|a firm no|a big no|a definite no|a no no|a turn off|a turnoff|a dealbreaker|a deal "
    "breaker|exempt|excluded|excepted|struck off|played out|old hat|overrated|a bore|a snooze|a "
    "pass), (excluded|excepted|notwithstanding|exempted|barred|vetoed|banned|forbidden|be damned|"
    "not included|need not apply|neednt bother|need not bother|not needed|not required|not "
    "required thanks|not welcome|unwelcome|to be avoided|to be skipped|to one side), (no|not) "
    "(thank you|thanks|for me|for us|for him|for her|for them|ta|ta very much|thank you very much|"
    "under any circumstances|in this house|on my watch|on your life|on your nelly), thanks but no "
    "thanks, (over|on) my dead body, (i|we) (could|can) (happily|easily|gladly|cheerfully|) (live|"
    "go|do|manage|survive) (quite happily|) without, (i|we) never (want|need|wish) to (see|watch|"
    "hear of|sit through) again, i will not have, has (been|) (done|overdone|flogged) to death"
)
UNWELCOME = (
    *_SAID_OF_IT,
    *_THERE,
    *_BY_NOBODY_LIKED,
    *listed(
        "are both out, are both off the table, are both banned, are both excluded, both excluded, "
        "excluded, not included, not wanted, not invited, not welcome, excepted, aside, is out, "
        "are out, is off the table, are off the table, is not an option, isnt an option, arent an "
        "option, need not apply, isnt welcome, is not welcome, is banned, are banned, isnt "
        "allowed, arent allowed, isnt my thing, arent my thing, is not my thing, are not my thing, "
        "isnt for me, arent for me, is not for me, are not for me, leaves me cold, leave me cold, "
        "bores me, bore me, annoys me, annoy me, gets on my nerves, get on my nerves, puts me off, "
        "put me off, does nothing for me, do nothing for me, isnt my cup of tea, arent my cup of "
        "tea, isnt our cup of tea, no thank you, no thanks, no way, please no, hard pass, doesnt "
        "count, dont count, do not count, does not count, doesnt do it for me, dont do it for me, "
        "can wait, can stay away, bores us, bore us, leaves us cold, is not what i want, isnt what "
        "i want, is the exception, being the exception, is too much for me, would be too much, is "
        "a no, is a no go, thats a no, are a no, neednt apply, drives me up the wall, drives me "
        "mad, drives me crazy, drive me mad, winds me up, wind me up, makes me cringe, irritates "
        "me, irritate me, gets my goat, turns me off, turn me off, sends me to sleep, puts me to "
        "sleep, put me to sleep, gets on our nerves, grates on me, doesnt appeal, dont appeal, "
        "isnt what im after, arent what im after, not wanted here"
    ),
)
"""Said of whatever somebody does not want."""

DISLIKED = tuple(
    f"{who} {dislikes}".strip()
    for who in ("i", "we", "she", "he", "they", "id", "")
    for dislikes in listed(
        "can do without, could do without, can live without, could live without, cant stand, "
        "cannot stand, cant bear, hate, hates, dont want, dont like, dont fancy, dont need, didnt "
        "like, refuse to watch, wont watch, never want to see again, rather avoid, rather not see, "
        "rather not, rather skip"
    )
    if who or dislikes.startswith("can")
)
"""The same, where nothing parts it from what is disliked, and the clause ends with it."""

MAKER = listed(
    "the director, director, the one directing, directing, directing it, at the helm, in the "
    "directors chair, behind it, behind the camera, the maker, responsible, involved as director"
)
NOT_DIRECTING = tuple(
    f"{but} {never} {behind}".strip()
    for but in ("but", "and", "")
    for never in ("not", "not from", "never")
    for behind in listed(
        "behind it, behind the camera, directing, directing it, as director, as its director, as "
        "the director, the director, in the directors chair, directed by him, directed by her, at "
        "the helm"
    )
)
"""Behind a name: that somebody plays in a film and does not direct it."""

_MADE = (
    "(directed|directs|made|makes|did|shot|helmed|has directed|has made|wrote|was behind|had a "
    "hand in)"
)
NOT_BY_THEM = (
    "not (by|directed by|made by|one of|actually by|from) (him|her|them|his|hers|theirs|himself|"
    "herself), not (himself|herself), "
    "(not|never|nothing|isnt|thats not|that isnt|without being|but isnt|not necessarily|none) "
    "(actually|really|in fact|one|a film|a movie|a picture|any film|anything|something|an "
    "actual film|one of the ones|) (thats|that|which|) (he|she|they) (actually|) "
    + _MADE
    + " (himself|herself|themselves|it|), (nothing|none|not one|not a single one|not anything|"
    "not one film) (he|she|they) "
    + _MADE
    + " (himself|herself|themselves|), (not|never|isnt|without being|none|nothing|not actually|"
    "not really) (one|a film|a "
    "movie|any|anything|some|something|actually|really|made|directed|shot|a single one|) "
    "(of|by|from|) (his own|her own|their own|his|hers|theirs|his films|her films|their "
    "films|his movies|her movies|his own films|her own films|one of his|one of hers|one of "
    "theirs|one of his own|one of her own), (not|never|isnt|nothing|none|without being) (one|a "
    "film|actually|made|directed|shot|) (by|from|of) (the man|the woman|the master|the "
    "director|the great man|the maestro|the genius|him|her) (himself|herself|), "
    "(directed|made|shot|helmed) by (someone|somebody|anyone|anybody) else, "
    "(someone|somebody|anyone) else (directed|made|directs|makes|shot) (it|), by "
    "(someone|somebody|anyone) else, (he|she|they) (mustnt|must not|didnt|did "
    "not|shouldnt|should not|cant|cannot|wasnt|isnt|never) (have|be|actually|) "
    "(made|direct|directed|make|directing|the director|behind|do|done|involved in) "
    "(it|this|himself|herself|), (with|and) (someone|somebody) else (directing|behind the "
    "camera|at the helm|in charge)"
)
"""Behind a name, with choices: that a film is not of their making."""
