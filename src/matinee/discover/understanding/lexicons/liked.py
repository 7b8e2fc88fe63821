"""What is said behind a title that was liked."""

from matinee.discover.understanding.lexicons.listing import listed

LIKED = tuple(
    f"{was} {liked}"
    for was in listed("was, is, were, are, has always been, has been")
    for liked in listed(
        "a hit, a huge hit, a big hit, such a hit, the best film ever, the best movie ever, the "
        "best film, the greatest film ever, brilliant, great, amazing, wonderful, perfect, "
        "fantastic, superb, terrific, excellent, incredible, lovely, so good, really good, so much "
        "fun, great fun, a joy, a delight, right up my street, right up our street, right up my "
        "alley, exactly what i like, just what i like, exactly my thing, my thing, hilarious, very "
        "funny, so funny, a scream, a hoot, a laugh, gripping, beautiful, gorgeous, so beautiful, "
        "fun, stunning, unforgettable, magic, magical, sublime, a masterpiece, genius, a blast, "
        "spectacular, so moving, such fun, my kind of film, my sort of film, my all time "
        "favourite, my cup of tea, our cup of tea, spot on, your thing, our thing, my bag, your "
        "bag, my jam, your jam, our jam, your cup of tea, my favourite, up there with the best"
    )
)
LIKED_VERBS = listed(
    "forever, on a loop, on repeat, over and over, over and over again, again and again, a "
    "hundred times, till the cows come home, went down well, went down a treat, blew me away, "
    "blew my mind, blew us away, hit the spot, did it for me, worked for us, worked for me, "
    "had me hooked, made my day, made my week, really got me, does it for me, ticks all my "
    "boxes, ticked all the boxes, knocked me out, never gets old, had a baby, had a child, had "
    "a kid, had babies, got married, had a love child, had a lovechild"
)
