"""Words by which a sentence is steered: refusals, likenesses, stories, roles, and small talk."""

from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.wishes import Order

FIXED_TEXTS = listed(
    "black and white, film noir, neo noir, martial arts, true story, true stories, coming of "
    "age, time travel, road movie, silent film, silent films, silent movie, silent movies, in "
    "colour, in color, science teacher, space opera, cold war, world war, civil war, second "
    "world war, first world war, world war 2, world war 1, world war ii, vietnam war, love "
    "triangle, new wave, pre war, post war, postwar, new hollywood, true crime, high school, "
    "christmas tree, before the war, after the war, during the war, the war years"
)
"""What is told of a film in several words, none of which is to be read alone."""

REFUSING: dict[str, tuple[str, ...]] = {
    "plain": listed(
        "no, without, nothing, never, avoid, avoiding, except, except for, minus, "
        "excluding, exclude, other than, anything but, free of, skip, leave out, dont "
        "want, do not want, i dont want, dont want any, i hate, i dislike, hate, i cant "
        "stand, cant stand, i dont like, dont like, i do not like, not with, without any,"
        " no more, nothing too, none, none of, nothing with, sick of, tired of, had enough of, "
        "not in the mood for, doesnt have, does not have, doesnt involve, not feel like, "
        "dont feel like, allergic to, anything except, but no, apart from, with no, "
        "lacking, minus the, hold the, not interested in, instead of, rather than, not "
        "featuring, not starring, not involving, i dont feel like, hates, she hates, he "
        "hates, they hate, doesnt like, she doesnt like, he doesnt like, not a fan of, no"
        " fan of, not a big fan of, not a huge fan of, not into, isnt into, arent into, "
        "im not into, not keen on, isnt keen on, cant bear, cant handle, cannot stand, "
        "could do without, can do without, put off by, fed up with, stay away from, keep "
        "away from, wont watch, cant do, cant deal with, zero, bored of, steer clear of, "
        "dont show me, aside from, besides, not about, anyone but, anybody but, everything but, "
        "any genre but, any genre except, all but, "
        "everyone but, anyone except, anybody except, anyone other than, enough of, seen enough "
        "of, cant take, cannot bear, cannot take, detest, i detest, loathe, i loathe, "
        "cant abide, do not show me, no films with, no movies with, keep me away from, spare "
        "me, hold off on, weary of, dont bring me, dont give me, dont suggest, dont recommend, "
        "not in a million years, save me from, ban, block, exclude anything with, done with, "
        "im done with, give me a break from, a break from, take a break from, doesnt feature, "
        "does not "
        "feature, doesnt star, does not star, doesnt include, does not include, spare us, had it "
        "with, ive had it with, dont you dare suggest, dont you dare, dont dare suggest, "
        "barring, excepting, anything bar, anyone bar, anybody bar, everything bar, no sign of, no "
        "trace of, steer away from, anything not, dont mention, dont show us, dont give us, dont "
        "put on, dont play, dont offer me, dont want to see, do not want to see, dont wanna see, "
        "rule out, not one of, not one by, not one with, nothing from, none from, not from, "
        "anything not from, never again, gone off, ive gone off, weve gone off, you dont see, "
        "i dont see, "
        "we dont see, grown tired of, too much of, overdosed on, no time for, dont fancy, "
        "rather not see, "
        "rather not watch, rather not have, doesnt contain, does not contain, not up for, not "
        "feeling, "
        "no interest in, have no interest in, not interested in seeing, didnt like, didnt enjoy"
    ),
    "adjective": listed(
        "not, isnt, is not, thats not, that isnt, arent, not too, not very, not so, not "
        "overly, isnt too, wont be, isnt very, not really, not at all, not a, not an, not any, "
        "not the, isnt a, isnt an, neither, nor, arent too, wasnt, non, not as, doesnt get, "
        "not particularly, isnt so, wont, not be, not another, not excessively, not that"
    ),
}
"""By their manner: one that reaches over ``and``, and one that does not."""

SEEN = listed(
    "weve all seen, we all saw, all seen, "
    "ive already seen, i have already seen, weve already seen, we have already seen, already "
    "seen, ive seen, i have seen, weve seen, we have seen, i saw, we saw, already watched, ive "
    "watched, ive already watched, weve watched, weve already watched, we "
    "watched, i watched, i know, we already know, i already know, already know"
)
"""What refuses a title that stands behind it, and nothing else."""

LESS = listed("less, not as, less of")

ENDING = listed(
    "but, though, however, yet, although, just, only, instead, ideally, preferably, maybe, "
    "perhaps, please"
)

ABOUT = listed(
    "about, set in, set on, set at, takes place in, taking place in, based on, dealing with, "
    "deals with, featuring a, featuring an, involving, on the subject of, revolving around, "
    "centred on, centered on, focused on, concerning, set during, takes place on, tells the "
    "story of, the story of, story of, set aboard, set around, set against, inspired by, that "
    "deals with, taking place on"
)

WHERE = listed(
    "where, in which, the one where, the one with, the one about, that one where, that one "
    "with, that one about, the one in which, one where"
)

AT_MOST_MINUTES: dict[int, tuple[str, ...]] = {
    90: listed("short, shortish, quick, quick one"),
    120: listed(
        "not too long, not very long, not that long, not so long, isnt too long, not overly "
        "long, isnt long, not long, arent too long, not super long, nothing too long, nothing "
        "long, wont take all night"
    ),
}
"""Words for a length, and the minutes that they mean at most."""

ORDERS: dict[Order, tuple[str, ...]] = {
    Order.NEWEST: listed("newest, latest, most recent, newest first, new releases, brand new"),
    Order.OLDEST: listed("oldest, earliest, oldest first, the first film, first ever"),
    Order.LONGEST: listed("longest"),
    Order.SHORTEST: listed("shortest"),
    Order.POPULAR: listed(
        "most popular, popular, most watched, most viewed, everyone is watching, biggest, best "
        "known, most famous, famous, trending, well known, popular right now, everybody is "
        "watching, top, whats hot, hot right now, whats trending, everyones watching, everyones "
        "talking about, everybodys watching, everyone is talking about, most loved, biggest hits, "
        "big hits, best loved, crowd pleasers, crowd favourites"
    ),
}

LIKE = listed(
    "like, something like, anything like, films like, movies like, film like, movie like,"
    " similar to, more like, in the style of, in the vein of, in the spirit of, "
    "reminiscent of, if you liked, if i liked, if i loved, i loved, i love, i liked, we "
    "loved, we liked, i really liked, i really loved, we just finished, just finished, i "
    "just finished, just watched, we just watched, i just watched, i enjoyed, we enjoyed,"
    " for fans of, fans of, a fan of, along the lines of, akin to, close to, resembling, "
    "comparable to, much like, same vibe as, the same vibe as, vibes of, in the mould of,"
    " a la, reminds me of, remind me of, such as, the feel of, like in, as good as, just "
    "saw, i just saw, we just saw, the new, people who liked, people who loved, a cross "
    "between, a mix of, mix of, cross between, if you like, if you love, if you enjoyed, "
    "if i enjoyed, enjoyed, loved, adored, i adored, finished watching, spiritual "
    "successor to, sort of like, kind of like, feels like, same as, the style of, the "
    "spirit of, after watching, recommend after, what to watch after, the vibe of, "
    "reminds you of, remind you of, that reminds me of, in the manner of, similar vibes "
    "to, same energy as, the same energy as, the likes of, a bit like, like the film, "
    "loves, adores, obsessed with, is obsessed with, been obsessed with, mad about, "
    "crazy about, hooked on, big fan of, huge fan of, big fans of, liking, enjoys, "
    "enjoying, likes, cut from the same cloth as, in the tradition of, "
    "a companion to, companion piece to, channels, channelling, has echoes of, "
    "echoes of, shades of, evokes, double bill with, hits like, felt like, reminded me of, "
    "reminded us of, think, along the same lines as, of the same ilk as, "
    "like the movie, rewatched, my favourite film is, my favourite is, my favorite is, my "
    "favorite movie is, my favourite films are, favourite film is, favorite film is, favourite "
    "movie is, favorite movie is, favourites are, favorites are, i have just seen, ive just "
    "seen, we have just seen"
)

POINTING_BACK = listed(
    "like it, like that, like that one, like this one, like this, like them, like those, similar, "
    "something similar, anything similar, similar one, similar ones, something along those lines, "
    "along those lines, along the same lines, along similar lines, in that vein, in the same vein, "
    "in a similar vein, in that style, in that spirit, more of the same, more of that, the same "
    "again, same again, of that sort, of that kind, that sort of thing, that kind of thing, that "
    "sort of film, that kind of film, that sort of movie, that kind of movie, with the same vibe, "
    "same vibe, with that vibe, that vibe, those vibes, with the same feel, same feel, with the "
    "same energy, same energy, comparable, to follow it, to follow that, scratch that itch, "
    "scratches that itch, scratch the same itch, scratches the same itch, next after that"
)
"""What asks for more of what was named before it."""

MEETS = listed("meets, crossed with, mixed with, x, by way of")

PERSON_CUES: dict[str, tuple[str, ...]] = {
    "by": listed(
        "by, directed by, made by, from director, by director, the director, director, a film "
        "by, filmmaker, direction by, from the director, helmed by"
    ),
    "with": listed(
        "with, starring, featuring, stars, played by, acted by, with both, has, written "
        "by, music by, with music by, score by, a score by, scored by, composed by, shot "
        "by, produced by, screenplay by, voiced by, and starring, costarring, co "
        "starring, scripted by, actor, actress, both, in which there is, having"
    ),
}

FILLERS = listed(
    "actually, instead, rather, make it, make that, switch to, change it to, what about, "
    "how about, "
    "a, an, the, some, something, anything, any, somebody, i, we, me, us, you, your, my, our, "
    "want, wants, to, see, watch, watching, show, find, give, recommend, suggest, please, "
    "need, needs, looking, for, can, could, would, should, do, does, have, has, had, got, get, "
    "is, are, was, be, there, what, which, that, this, these, those, and, or, of, from, in, "
    "with, by, on, at, it, its, im, id, ive, were, weve, thats, tonight, today, tomorrow, now, "
    "one, ones, good, great, nice, decent, best, really, very, quite, rather, bit, little, "
    "mood, fancy, feel, feeling, like, say, so, too, then, also, both, who, will, keep, more, "
    "most, much, longer, shorter, older, newer, old, long, new, am, not, let, lets, "
    "put, play, out, up, surprise, as, kind, sort, type, style, made, set, story, stories, hi, "
    "hello, hey, thanks, thank, maybe, perhaps, ideally, preferably, just, only, but, though, "
    "still, about, suitable, ok, okay, appropriate, fine, safe, visiting, coming, over, here, "
    "hour, original, evening, night, movies, movie, film, films, flick, flicks, feature, "
    "features, picture, pictures, title, titles, shows, watchable, else, than, how, when, if, "
    "being, been, bring, loves, love, loved, liked, likes, enjoy, enjoys, must, wanted, em, "
    "their, his, her, he, she, they, them, spoken, language, dubbed, era, period, years, time, "
    "because, since, while, all, everyone, everybody, every, own, same, starring, directed, "
    "director, actor, actress, recent, wed, youve, theres, whats, finished, rated, everything, "
    "a couple of, couple of, together, bits, parts, stuff, moments, make, makes, people, "
    "person, someone, cinema, production, productions, flavour, yes, yeah, yep, lol, haha, "
    "greetings, the better, again, thing, vein, another, know, seen, else, poss, "
    "go, goes, going, version, versions, favourite, favorite, im after, were after, i am "
    "after, all time"
)
