"""Words by which a sentence is steered: likenesses, stories, roles, lengths, and small talk."""

from matinee.discover.understanding.lexicons.listing import listed, spelled_out

FIXED_TEXTS = listed(
    "black and white, film noir, neo noir, martial arts, true story, true stories, coming of age, "
    "time travel, road movie, silent film, silent films, silent movie, silent movies, in colour, "
    "in color, science teacher, space opera, cold war, world war, civil war, second world war, "
    "first world war, world war 2, world war 1, world war ii, vietnam war, love triangle, new "
    "wave, pre war, post war, postwar, new hollywood, true crime, high school, christmas tree, "
    "between the wars, before the war, after the war, during the war, the war years"
)
"""What is told of a film in several words, none of which is to be read alone."""

SEEN = spelled_out(
    "(if|when|every time|whenever) (anyone|anybody|someone|somebody|you|he|she|they|one of you) "
    "(puts on|put on|says|say|suggests|suggest|picks|pick|plays|play|mentions|mention|chooses|"
    "choose|recommends|recommend)"
) + listed(
    "weve all seen, we all saw, all seen, already seen, already watched, already know, having "
    "seen, sit through, sitting through, theyve seen, theyve already seen, hes seen, shes seen, "
    "hes already seen, shes already seen, everyones seen, everybodys seen, if you say, if you "
    "suggest, if you put on, if you recommend, if anyone suggests, if anyone says, if anybody "
    "says, dont say, dont tell me, dont you say, if its, if i see, if i hear, if i have to watch, "
    "if we have to watch, if i have to sit through, not if its"
)
"""What refuses a title that stands behind it, and nothing else."""

LESS = listed(
    "doesnt need to be as, doesnt have to be as, neednt be as, need not be as, without being as, "
    "not necessarily as, doesnt need to be so, less, not as, less of, not quite as, not quite so, "
    "not nearly as, not nearly so, nowhere near as, isnt as, isnt quite as, isnt nearly as, arent "
    "as, not half as, with less, but less, not half so"
)

ENDING = listed(
    "but, though, however, yet, although, just, only, instead, ideally, preferably, maybe, "
    "perhaps, please"
)

ABOUT = listed(
    "about, set in, set on, set at, takes place in, taking place in, based on, dealing with, deals "
    "with, featuring a, featuring an, involving, on the subject of, revolving around, centred on, "
    "centered on, focused on, concerning, set during, takes place on, tells the story of, the "
    "story of, story of, set aboard, set around, set against, inspired by, that deals with, taking "
    "place on"
)

WHERE = listed(
    "where, in which, the one where, the one with, the one about, that one where, that one with, "
    "that one about, the one in which, one where"
)

AT_MOST_MINUTES: dict[int, tuple[str, ...]] = {
    90: listed("short, shortish, quick, quick one"),
    120: listed(
        "not too long, not very long, not that long, not so long, isnt too long, not overly long, "
        "isnt long, not long, arent too long, not super long, nothing too long, nothing long, wont "
        "take all night, doesnt go on too long, doesnt drag on, doesnt drag, doesnt outstay its "
        "welcome, nothing lengthy, not lengthy, on the short side, on the shorter side, short and "
        "sweet, nice and short, not a long one, not an epic length, nothing epic length"
    )
    + tuple(
        f"{never} {long}"
        for never in listed(
            "shouldnt be, should not be, mustnt be, must not be, cant be, cannot be, couldnt be, "
            "wont be, isnt, is not, aint, not, doesnt run, dont want it, doesnt go on"
        )
        for long in listed(
            "too long, very long, that long, so long, overly long, long, super long, ridiculously "
            "long, terribly long, too lengthy, lengthy, overlong, excessively long, crazy long"
        )
    )
    + spelled_out(
        "(dont|do not) (fancy|want|need|feel like) (anything|something|a film|one|watching "
        "anything) (too|very|overly|that|) long, anything but (a|) long (film|movie|one|), (not|"
        "nothing|never|no|none|dont want|do not want|avoid) (one|a film|a movie|films|movies|"
        "something|anything|) (thats|thatll be|that is|that are|which is|that goes on|that drags "
        "on|that runs|that lasts|which runs|that goes|) (too|very|overly|that|so|super|"
        "ridiculously|terribly|excessively|far too|way too|much too) long, (not|nothing|mustnt be|"
        "shouldnt be|cant be|isnt|avoid) (a|an|) (really|very|too|overly|super|terribly|) (long|"
        "lengthy|overlong) (one|film|movie|picture|watch|slog), (nothing|not one|not something|"
        "none) (that|which) (goes|drags) on (for hours|forever|and on|for ever|all night|all "
        "evening|), (dont|do not|never) (make|let|have) it (be|go on|run|drag|) (too|very|overly|"
        "that|so|) long, (keep|make) it (from being|not) too long, (provided|so long as|as long as|"
        "if) (its|it is) not too long, (length|running time|runtime) (reasonable|sensible|modest), "
        "(a|of) (reasonable|sensible|modest|manageable) length, over (in|at) a (reasonable|decent|"
        "sensible) (time|hour), (wont|doesnt|not|mustnt|shouldnt|dont|cant) (keep|keeps) (me|us) "
        "(up|here) (all night|late|till late|half the night|until late|too late)"
    ),
}
"""Words for a length, and the minutes that they mean at most."""

LIKE = spelled_out(
    "(just|weve just|ive just|we just|i just) (come|came) (out of|from|back from) (seeing|), "
    "(if|imagine|suppose|what if|as if) (you|somebody|someone|they|we) (crossed|crosses|mixed|"
    "married|mated|blended|combined|merged), (should|do|can|could|to|would|shall|might) (i|we|you|"
    "one|) (watch|see|put on|stick on|try|view|follow with) (next|now|) after, (never|always|"
    "cant|keeps|forever|wont) (stops|stop|) (quoting|humming|singing|reciting), (quotes|quoting) "
    "from, (channel|channelling|channeling|channels) (your|its|his|her|their) inner, "
    "(after|in|on|along|to) the (fashion|manner|model|pattern|template|lines|mode|mold|design|"
    "recipe|formula|example) of, along (similar|the very same|much the same) lines (to|as), (in|"
    "of) (a|an|much the same|the very same) (similar|kindred|comparable|) (vein|spirit|mould|mood|"
    "style|manner|register|territory|mode|key) (to|as), (with|has|having|) (the|a|some of the|all "
    "the|something of the|much of the) (flavour|flavor|feel|look|mood|air|whiff|taste|tang|ring|"
    "smell|dash|hint|touch|echo|shade|aura|wit|warmth|charm|energy|tone|atmosphere|magic|sparkle|"
    "swagger|style) of, (cast|cut|made|hewn|forged|fashioned) (from|in|after) the (mould|mold|"
    "image|manner|likeness|spirit) of, (that|which|to) (rivals|matches|recalls|echoes|match|echo|"
    "recall|matches up to|measures up to|stands up to|lives up to), (a|the|its|) (spiritual|close|"
    "distant|second|natural|worthy|kissing|long lost|modern day) (cousin|successor|sibling|heir|"
    "sequel|companion|relative|descendant|brother|sister|twin|follow up|counterpart) (of|to|for), "
    "(a|the|) (love child|lovechild) of, (cut|made|woven) from the same (cloth|stuff) as, (in|of) "
    "the same (universe|world|family|mood|spirit|league|class|category|vein|mould) as, (cousins|"
    "siblings|relatives) (of|to), (what do|what should|what would) (fans|lovers|admirers) of, (if|"
    "since|as|seeing that|given that) (i|we|you|he|she|they) (liked|loved|enjoyed|adored|devoured|"
    "worshipped), (fill|fills) the (hole|gap|void) left by, (recovering|still reeling|still "
    "buzzing|coming down) from, on the wavelength of, (in|of) the (realm|orbit|neighbourhood|"
    "neighborhood|territory|wake|shadow) of"
) + listed(
    "the next best thing to, next best thing to, like, something like, anything like, films like, "
    "movies like, film like, movie like, similar to, more like, in the style of, in the vein of, "
    "in the spirit of, reminiscent of, if you liked, if i liked, if i loved, i loved, i love, i "
    "liked, we loved, we liked, i really liked, i really loved, we just finished, just finished, i "
    "just finished, just watched, we just watched, i just watched, i enjoyed, we enjoyed, for fans "
    "of, fans of, a fan of, along the lines of, akin to, close to, resembling, comparable to, much "
    "like, same vibe as, the same vibe as, vibes of, in the mould of, a la, reminds me of, remind "
    "me of, such as, the feel of, like in, as good as, just saw, i just saw, we just saw, the new, "
    "people who liked, people who loved, a cross between, a mix of, mix of, cross between, if you "
    "like, if you love, if you enjoyed, if i enjoyed, enjoyed, loved, adored, i adored, finished "
    "watching, spiritual successor to, sort of like, kind of like, feels like, same as, the style "
    "of, the spirit of, after watching, recommend after, what to watch after, the vibe of, reminds "
    "you of, remind you of, that reminds me of, in the manner of, similar vibes to, same energy "
    "as, the same energy as, the likes of, a bit like, like the film, loves, adores, obsessed "
    "with, is obsessed with, been obsessed with, mad about, crazy about, hooked on, big fan of, "
    "huge fan of, big fans of, liking, enjoys, enjoying, likes, cut from the same cloth as, in the "
    "tradition of, a companion to, companion piece to, channels, channelling, has echoes of, "
    "echoes of, shades of, evokes, double bill with, hits like, felt like, reminded me of, "
    "reminded us of, think, along the same lines as, of the same ilk as, like the movie, "
    "rewatched, my favourite film is, my favourite is, my favorite is, my favorite movie is, my "
    "favourite films are, favourite film is, favorite film is, favourite movie is, favorite movie "
    "is, favourites are, favorites are, i have just seen, ive just seen, we have just seen, weve "
    "just seen, having just seen, having just watched, weve just watched, ive just watched, ive "
    "just finished, weve just finished, another, the next, a little bit, equal parts, somewhere "
    "between, halfway between, midway between, cant get enough of, can never get enough of, "
    "couldnt get enough of, never tire of, never get tired of, never get bored of, we love, they "
    "love, they loved, he loved, she loved, we all loved, we adored, love, people who love, people "
    "who like, someone who loves, somebody who loves, someone who loved, anyone who loves, anyone "
    "who loved, those who love, those who loved, lovers of, for lovers of, if you adored, a sucker "
    "for, addicted to, devoted to, fond of, watch after, see after, put on after, next after, go "
    "well with, goes well with, go nicely with, pair with, pairs with, pairs well with, follow up "
    "to, a follow up to, felt watching, got when watching, got watching, same league as, the same "
    "league as, same mould as, the same mould as, same spirit as, the same spirit as, same mood "
    "as, the same mood as, same feel as, the same feel as, same feeling as, the same feeling as, "
    "the feeling of, same tone as, the same tone as, same ballpark as, the same ballpark as, in "
    "the key of, in the footsteps of, in the mode of, in the line of, of the calibre of, to rival, "
    "that rivals, on a par with, worthy of, a homage to, an homage to, homage to, a love letter "
    "to, an heir to, heir to, a cousin of, a sibling to, second cousin to, a sister film to, in "
    "the same breath as, in the school of, nods to, owes a lot to, indebted to, like another, like "
    "a new, a mashup of, a mash up of, mashup of, mash up of, a blend of, blend of, a hybrid of, a "
    "marriage of, a combination of, combine, combines, imagine, take me back to, close in spirit "
    "to, close in tone to, in spirit to, not unlike, not dissimilar to, our favourite is, our "
    "favourite film is, her favourite film is, his favourite film is, their favourite film is, her "
    "favourite is, his favourite is, theyre into, were into, we enjoy, i enjoy, i adore, we adore, "
    "i really enjoyed, we really enjoyed, i really like, gave me the same feeling as, resembles, "
    "resemble, mirrors, recalls, brings to mind, bring to mind, remind us of, reminding me of, "
    "that remind us of, liked, i devoured, we devoured, devoured, nothing will ever top, nothing "
    "tops, nothing can top, nothing can beat, nothing comes close to, nothing will ever beat, "
    "lookalike for, a lookalike for, substitute for, a substitute for, replacement for, a "
    "replacement for, alternative to, an alternative to, answer to, the answer to, equivalent of, "
    "the equivalent of, an equivalent of, counterpart to, a counterpart to, wept at, cried at, "
    "laughed at, laughed through, cried through, sobbed at, howled at, closest to, closest thing "
    "to, nearest to, nearest thing to, comparable with, compare with, compares with, compares to, "
    "compare to, nothing beats, not a million miles from, not a million miles away from, cut from "
    "the same cloth, the mood of, the plot of, the atmosphere of, the tone of, the humour of, the "
    "humor of, the energy of, the look of, the charm of, the wit of, the warmth of, the magic of, "
    "the tension of, the scope of, the heart of, the soul of, the pace of, the twists of, the "
    "visuals of, the style and feel of, part, half, puts me in mind of, makes me think of, feel "
    "like, that feel like, that feels like"
)

POINTING_BACK = listed(
    "of the same sort, of the same kind, of the same type, of the same ilk, the same sort of "
    "thing, the same kind of thing, a fix of the same, like it, like that, like that one, like "
    "this one, like this, like them, like those, similar, something similar, anything similar, "
    "similar one, similar ones, something along those lines, along those lines, along the same "
    "lines, along similar lines, in that vein, in the same vein, in a similar vein, in that style, "
    "in that spirit, more of the same, more of that, the same again, same again, of that sort, of "
    "that kind, that sort of thing, that kind of thing, that sort of film, that kind of film, that "
    "sort of movie, that kind of movie, with the same vibe, more of that kind, more of that sort, "
    "more in that vein, more in that line, in that line, more of that ilk, of that ilk, same vibe, "
    "with that vibe, that vibe, those vibes, with the same feel, same feel, with the same energy, "
    "same energy, comparable, to follow it, to follow that, scratch that itch, scratches that "
    "itch, scratch the same itch, scratches the same itch, next after that"
)
"""What asks for more of what was named before it."""

MEETS = listed(
    "meets, met, crossed with, mixed with, x, by way of, with a dash of, with a touch of, with a "
    "hint of, with a pinch of, blended with, combined with"
)

PERSON_CUES: dict[str, tuple[str, ...]] = {
    "by": listed(
        "by, directed by, made by, from director, by director, the director, director, a film by, "
        "filmmaker, direction by, from the director, helmed by"
    ),
    "with": listed(
        "with, starring, featuring, stars, played by, acted by, with both, has, written by, music "
        "by, with music by, score by, a score by, scored by, composed by, shot by, produced by, "
        "screenplay by, voiced by, and starring, costarring, co starring, scripted by, actor, "
        "actress, both, in which there is, having"
    ),
}

COURTESIES = spelled_out(
    "(i|we|she|he|they) (wont|dont|wouldnt|doesnt|shant) (mind|object|complain|worry), "
    "(drawn|made|painted|) by hand, "
    "(what|whats|what else is|anything) out there, "
    "(go|take it|be) (easy|gentle|light|kind|nice|gently|lightly|good) (on|with|to) (me|us|him|her|"
    "them|my nerves|our nerves|my heart|her nerves|his nerves|my stomach|my poor nerves|the old "
    "folk|the faint hearted), (have|show) (some|a little|) (mercy|pity) (on|) (me|us|my nerves|), "
    "(be|please be) (kind|nice|gentle|merciful|good), (give|cut) (me|us) (a break|some slack|a bit "
    "of slack), (do|doing) (me|us) (a|the) (favour|favor|kindness|solid), "
    "(would|thatd|itd|that would|might|could) be (lovely|great|nice|perfect|fun|sweet|charming|"
    "magical|brilliant|ideal|wonderful|cute|super|grand|fab|amazing|fantastic|marvellous), (thats|"
    "youre|you are|such|a real|be) (a|an) (dear|darling|angel|star|sweetheart|love|gem|legend|"
    "lifesaver), lovely jubbly, sounds (lovely|great|good|fun|perfect), (much|greatly|most) "
    "appreciated, (lovely|nice|good|great) (one|stuff|evening to you|to see you)"
) + listed(
    "wasnt there, isnt there, arent there, werent there, dont you have, havent you got, didnt you "
    "have, hasnt anyone got, why not, why dont we, nothing like that, nothing like it, nothing "
    "like them, im happy, id be happy, ill be happy, by heart, inside out, so kind, be so kind, be "
    "so kind as to, kind of, kind enough, good evening, good evening all, evening all, evening "
    "everyone, evening classes, evening class, kind regards, line for line, if poss, most "
    "grateful, much obliged, for once, not the old one, not the remake, not the new one, not the "
    "sequel, not the original, not the original one, not the old version, not the new version"
)
"""Small talk whose words alone would mean something."""

FILLERS = listed(
    "actually, instead, rather, make it, make that, switch to, change it to, what about, how "
    "about, a, an, the, some, something, anything, any, somebody, i, we, me, us, you, your, my, "
    "our, want, wants, to, see, watch, watching, show, find, give, recommend, suggest, please, "
    "need, needs, looking, for, can, could, would, should, do, does, have, has, had, got, get, is, "
    "are, was, be, there, what, which, that, this, these, those, and, or, of, from, in, with, by, "
    "on, at, it, its, im, id, ive, were, weve, thats, tonight, today, tomorrow, now, one, ones, "
    "good, great, nice, decent, best, really, very, quite, bit, little, mood, fancy, feel, "
    "feeling, like, say, so, too, then, also, both, who, will, keep, more, most, much, longer, "
    "shorter, older, newer, old, long, new, am, not, let, lets, put, play, out, up, surprise, as, "
    "kind, sort, type, style, made, set, story, stories, hi, hello, hey, thanks, thank, maybe, "
    "perhaps, ideally, preferably, just, only, but, though, still, about, suitable, ok, okay, "
    "appropriate, fine, safe, visiting, coming, over, here, hour, original, evening, night, "
    "movies, movie, film, films, flick, flicks, feature, features, picture, pictures, title, "
    "titles, shows, watchable, else, than, how, when, if, being, been, bring, loves, love, loved, "
    "liked, likes, enjoy, enjoys, must, wanted, em, their, his, her, he, she, they, them, spoken, "
    "language, dubbed, era, period, years, time, because, since, while, all, everyone, everybody, "
    "every, own, same, starring, directed, director, actor, actress, recent, wed, youve, theres, "
    "whats, finished, rated, everything, a couple of, couple of, together, bits, parts, stuff, "
    "moments, make, makes, people, person, someone, cinema, production, productions, flavour, yes, "
    "yeah, yep, lol, haha, greetings, the better, again, thing, vein, another, know, seen, poss, "
    "either, honestly, tbh, feature length, go, goes, going, version, versions, favourite, "
    "favorite, im after, were after, i am after, all time"
)
