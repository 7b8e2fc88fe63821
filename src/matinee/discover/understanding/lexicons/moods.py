"""The moods: their names, the words that people have for them, and what in a catalogue shows them.

``said`` are words in whatever form; ``shown_by`` are keywords, tags and genres (in lower case) that
are evidence that a title has the mood. A mood without a keyword in the catalogue has no evidence
there, and then counts by the meaning of its word alone.
"""

from dataclasses import dataclass

MOST_MOODS = 60


@dataclass(frozen=True, slots=True)
class Mood:
    """One mood; ``genres`` are weaker evidence than keywords."""

    name: str
    said: tuple[str, ...]
    shown_by: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()


def _listed(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split(",") if part.strip())


_TABLE = """
adventurous | adventure filled, swashbuckling, daring | quest, journey, expedition, treasure, adventure, jungle, pirates | Adventure
atmospheric | moody, haunting, immersive | gothic, film noir, fog, night, winter, rain |
bittersweet | wistful | bittersweet, first love, farewell, longing, growing up |
bleak | depressing, grim, hopeless, despairing, harrowing, dreary, gloomy | despair, poverty, nihilism, dystopia, grief, war crimes, holocaust |
campy | camp, kitsch, kitschy, so bad its good, cheesy, trashy | camp, cult film, kitsch, b movie |
charming | delightful, sweet, endearing, enchanting, adorable, lovely | charm, whimsy, romance, fairy tale, banter |
clever | smart, intelligent, brainy, ingenious, cerebral, cunning, intellectual | heist, puzzle, con artist, mathematics, scheme, investigation |
cosy | cozy, comforting, comfort, snug, comfy, homely | christmas, family, village, friendship, food |
crude | vulgar, raunchy, offensive, dirty jokes, dirty, foul mouthed, obscene, gross, gross out, tasteless, swearing, profanity, bad language, toilet humour, toilet humor, lewd | gross-out, vulgarity, sex comedy |
dark | darker than dark, black hearted, sinister, brooding, noirish, noir ish | film noir, murder, corruption, guilt, obsession, revenge | Crime
disturbing | unsettling, upsetting, shocking, traumatic, distressing, disgusting, sick | torture, abuse, obsession, madness, captivity, cannibalism |
dreamy | dreamlike, ethereal, hypnotic, trance like, lyrical, poetic | dreams, dreamlike, memory, imagination, longing |
eerie | spooky, creepy, uncanny, ghostly, haunted, chilling | ghosts, haunted house, gothic, supernatural, possession |
emotional | moving, touching, poignant, affecting, heartfelt, tender | grief, family, sacrifice, loss, father and son, mother and daughter, reconciliation |
epic | sweeping, grand, monumental, large scale, spectacular | epic, siege, battle, empire, spectacle, kingdom, historical epic |
fast | fast paced, quick, pacy, breakneck, high octane, action packed, frenetic, high energy, snappy, nonstop, non stop, adrenaline, breathless | chase, car chase, banter, race, screwball | Action
funny | humorous, hilarious, comic, comical, laugh out loud, amusing, laugh, laughs, laughing, laughter, make me laugh, makes me laugh, make us laugh, hysterical, humour, humor, jokes, lol | slapstick, humour, deadpan, parody, screwball, satire, banter, mistaken identity | Comedy
gory | gore, bloody, blood, gruesome, splatter, slasher, bloodbath | gore, blood, slasher, dismemberment, zombies |
gritty | hard boiled, hardboiled, tough, street level, grimy, hard edged, unflinching | police, corruption, gangsters, poverty, drugs, prison, street | Crime
heartwarming | heart warming, warm, warm hearted, warmhearted, kind, kindhearted, kind hearted, big hearted, tender hearted, sweet natured | friendship, kindness, family, dogs, second chance, christmas |
inspiring | inspirational, motivating, motivational, empowering, rousing, stirring | courage, perseverance, underdog, true story, hope, triumph, civil rights, teacher |
light | lighthearted, light hearted, breezy, easy, easygoing, easy going, undemanding, frothy, fluffy, fun, playful, airy, carefree, sunny, jolly, cheery | banter, romance, songs, mistaken identity, summer, screwball | Comedy
magical | enchanted, fairytale, fairy tale like, wondrous, full of wonder, spellbinding | magic, fairy tale, wizards, magic school, witches, enchantment | Fantasy
melancholic | melancholy, wistful and sad, mournful, sombre, somber, elegiac | melancholy, loneliness, ageing, memory, longing, loss |
mind-bending | mind bending, mindbending, mindblowing, mind blowing, trippy, mind twisting, brain twisting, brain melting, mind boggling, mindfuck, reality bending, head scratching, confusing | time travel, time loop, memory, virtual reality, dreams, parallel worlds, identity, simulation |
mysterious | enigmatic, cryptic, mystifying | mystery, secret, disappearance, conspiracy, investigation, strangers | Mystery
nostalgic | nostalgia, old fashioned, retro, vintage feeling | childhood, growing up, memory, 1950s, 1960s, 1970s, small town, coming of age |
quirky | offbeat, off beat, oddball, eccentric, odd, unusual, weird, strange, kooky, wacky, zany and odd | eccentrics, deadpan, misfits, outsiders, absurd |
raw | visceral, unvarnished, intense and real, unfiltered, naturalistic | addiction, poverty, realism, documentary style, class |
relaxing | calm, calming, soothing, gentle, peaceful, chilled, chill, laid back, laidback, restful, tranquil, unwind, relax, mellow, serene, low key, quiet | nature, village, sea, food, summer, friendship |
romantic | romance filled, passionate, swoony, love story, love stories, amorous | romance, first love, love, marriage, wedding, paris | Romance
sad | tragic, heartbreaking, heart breaking, tearjerker, tear jerker, weepy, weepie, make me cry, makes me cry, make us cry, cry, crying, good cry, devastating, sorrowful, tears, depressed, gut wrenching | grief, death, loss, sacrifice, illness, tragedy, orphan |
satirical | satire, satires, satiric, spoof like, biting, sardonic | satire, parody, politics, media, show business, mockumentary |
scary | frightening, terrifying, horrifying, scares, spine chilling, nightmarish, fright, frights, jump scares, scared, petrifying, scare me, scare us | fear, ghosts, monster, serial killer, haunted house, possession, suspense | Horror
sexy | erotic, steamy, sensual, seductive, sultry, hot and steamy, racy, sex, sexual, nudity, nude, sex scenes, risque | desire, seduction, affair, passion, femme fatale |
silly | goofy, daft, stupid, dumb, ridiculous, absurd, zany, wacky comedy, mindless, brainless, madcap, nonsense | slapstick, parody, farce, gags, spoof |
slow | slow paced, slow burn, slow burning, meditative, contemplative, unhurried, leisurely, boring, dull | meditation, long takes, nature, silence, faith |
stylish | visually stunning, beautiful, gorgeous, beautifully shot, slick, sleek, elegant, chic, glamorous, visual, pretty to look at, good looking | fashion, film noir, jazz, glamour, design, spectacle |
surreal | surrealist, surrealistic, bizarre, dreamlike and strange, hallucinatory, psychedelic, absurdist, out there | surreal, dreamlike, dreams, abstract, hallucination, absurd |
suspenseful | suspense, edge of our seats, edge of my seat, edge of your seat, edge of the seat, gripping, thrilling, nail biting, nailbiting, nail biter, exciting, on the edge, riveting, keeps us guessing, keep us guessing | suspense, chase, suspicion, kidnapping, hostage, surveillance, siege | Thriller
tense | nerve wracking, nerve racking, claustrophobic, intense, stressful, taut, anxious, tension | siege, hostage, paranoia, submarine, countdown, trial, captivity | Thriller
thoughtful | thought provoking, serious, deep, philosophical, reflective, profound, meaningful, intelligent drama, introspective, makes you think, make you think, makes me think, make me think, make us think, food for thought, heavy | philosophy, faith, conscience, identity, memory, ageing, moral dilemma | Drama
twisty | twist, twists, plot twist, plot twists, twist ending, surprise ending, unpredictable, surprising, with a twist, with a twist ending, with twists | twist, deception, con artist, conspiracy, betrayal, double identity | Mystery
uplifting | feel good, feelgood, cheerful, happy, joyful, joyous, optimistic, hopeful, life affirming, cheer me up, cheer us up, cheers me up, happy ending, positive, upbeat, lift my spirits, pick me up | triumph, hope, songs, second chance, dance, friendship, underdog |
violent | violence, brutal, bloodthirsty, savage, vicious, fighting, fights, killing, killings | violence, gangsters, massacre, battle, revenge, boxing |
whimsical | fanciful, whimsy, fantastical, quaint | whimsy, imagination, fairy tale, toys, storybook |
wholesome | family friendly, clean, innocent fun, good natured, squeaky clean, pg rated | family, friendship, animals, childhood, small town | Family
witty | sharp, sharp witted, wisecracking, clever dialogue, great dialogue, wry, dry humour, dry humor, sarcastic, ironic, smart dialogue, droll | banter, satire, deadpan, wit, repartee |
"""


def _mood(line: str) -> Mood:
    name, said, shown_by, genres = (_listed(column) for column in f"{line} ".split("|"))
    return Mood(name[0], (name[0], *said), shown_by, genres)


MOODS = tuple(_mood(line) for line in _TABLE.strip().splitlines())

COMPARED = {
    "lighter": "light",
    "darker": "dark",
    "funnier": "funny",
    "scarier": "scary",
    "sadder": "sad",
    "slower": "slow",
    "faster": "fast",
    "quicker": "fast",
    "wittier": "witty",
    "sillier": "silly",
    "grittier": "gritty",
    "bleaker": "bleak",
    "happier": "uplifting",
    "gentler": "relaxing",
    "calmer": "relaxing",
    "weirder": "quirky",
    "stranger": "quirky",
    "smarter": "clever",
    "sexier": "sexy",
    "cosier": "cosy",
    "cozier": "cosy",
    "tenser": "tense",
    "creepier": "eerie",
    "spookier": "eerie",
    "bloodier": "gory",
    "gorier": "gory",
    "sweeter": "charming",
    "warmer": "heartwarming",
    "twistier": "twisty",
    "deeper": "thoughtful",
    "kinder": "heartwarming",
    "milder": "light",
    "rawer": "raw",
    "cruder": "crude",
    "grander": "epic",
    "quieter": "relaxing",
    "cheerier": "uplifting",
}
"""Words that compare, as they are said beside a title or what was shown."""
