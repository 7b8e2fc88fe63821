"""What a taste group comes for, as words that a sentence about a title may have.

The lists are judgement, written before any text was read by them; what they choose is proposed to
a person, who may refuse it.
"""

from collections.abc import Collection, Mapping

from matinee.promote.tastes.model import Taste

_WORDS: Mapping[Taste, frozenset[str]] = {
    taste: frozenset(words.split())
    for taste, words in {
        Taste.COMEDY: "absurd accident antic blunder bumble chaos clumsy comedian comedy comic "
        "confusion cunning disguise eccentric farce fool foolish fun funny gag hapless hilarious "
        "humor humour inept joke laugh misadventure mischief mistake mock outwit parody pretend "
        "prank quirky ridiculous satire scheme silly slapstick spoof trick wacky wit witty",
        Taste.DRAMA: "affair brother child cope confront daughter death despair divorce drama "
        "dramatic estranged face faith family father forgive forgiveness grief guilt hardship "
        "illness justice loneliness lonely lose loss memory mother past poverty redemption "
        "regret relationship sacrifice shame sister son struggle tragedy tragic truth war widow",
        Taste.ACTION: "action agent ambush army assault attack battle bomb bullet chase combat "
        "convoy defend destroy duel escape explosion fight fighter gang gun hijack hostage hunt "
        "invade martial mercenary mission pilot pursue pursuit race raid rescue rebel revenge "
        "sniper soldier storm sword terrorist warrior weapon",
        Taste.THRILLER: "accuse assassin betray blackmail clue conspiracy corrupt cover crime "
        "criminal danger deception detective disappear disappearance double fugitive hostage "
        "identity investigate investigation kidnap kidnapper killer lie murder mystery obsession "
        "paranoia plot police prisoner ransom secret spy stalk suspect suspicion suspense thief "
        "threat thriller trap victim witness",
        Taste.ROMANCE: "admirer attraction beloved bride couple court courtship date engagement "
        "fiancé flirt heart honeymoon husband kiss love lover marriage marry passion proposal "
        "reunite romance romantic seduce sweetheart wed wedding wife woo",
        Taste.ANIMATION: "adventure animal animate animated animation cartoon castle creature "
        "dragon dream enchanted fable fairy forest ghost giant imagination king kingdom magic "
        "magical magician monster pet prince princess quest rabbit squirrel talk toy witch",
        Taste.DOCUMENTARY: "archive artist biography career community culture document "
        "documentary expedition fact footage generation history historical interview inventor "
        "journalist justice life movement nature political portrait real recall record reveal "
        "science scientist society survivor testimony tradition true",
        Taste.HORROR: "blood cannibal corpse creature creep curse dark dead demon devil evil "
        "fear ghost ghoul grave gruesome haunt haunted horror infect kill killer massacre monster "
        "nightmare occult possess ritual scream slaughter slasher spirit supernatural terrify "
        "terror terrorize undead vampire werewolf witch zombie",
    }.items()
}


def says_of(taste: Taste, lemmas: Collection[str]) -> int:
    """How many different words of these, as a dictionary writes them, are what the group seeks."""
    return len(_WORDS[taste].intersection(lemmas))
