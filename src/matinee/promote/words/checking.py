"""Each sentence against its sources: every name, number and claim found, or refused with the word.

What is checked, in this order: names and the roles that are given them, numbers with what they
count, genres, every other word that carries meaning (itself, a synonym, a wider word, or a word of
the same stem), and who did what to whom, and whether it happened. English only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from matinee.promote.words.billing import FILM_WORDS, ROLES_AS, billings
from matinee.promote.words.evidence import PLACES, Evidence, folded_words
from matinee.promote.words.genres import GENRES, genre_faults, stands_before_film
from matinee.promote.words.lexicon import Lexicon
from matinee.promote.words.model import CheckedSentence, Fault, Finding, Source
from matinee.promote.words.numerals import Numeral, numerals
from matinee.promote.words.reading import Deed, Reading, Word, readings, whole
from matinee.promote.words.wordlists import wordlist

_LIGHT = wordlist(
    "be have do get go come take make let keep seem become appear want begin start try continue"
    " include star play direct write feature tell follow depict show concern release produce film"
    " shoot run last hear see watch like meet learn say act stand"
)
"""Verbs that say too little for who did it to be held against them."""
_MUTUAL = wordlist("be become meet marry join face fight resemble accompany rival battle date")
"""Verbs that say the same when those who do it change places."""
_ABOUT = wordlist(
    "be have do will would can could may might must shall should film movie picture story plot tale"
    " it this that here director writer script screenplay cast star co-star costar lead camera"
    " screen audience genre character title release running run time minute hour long helm year"
    " production actor actress viewer feature appear speak like write direct include play act"
    " come make take say hear see watch learn get show tell first second also too"
    " one co stand shot lasts other such same own very only just even still alongside whole not"
    " many much more most"
)
"""Words of speaking about films, which claim nothing by themselves."""
_BEARING = wordlist("without before after against despite until")
_PEOPLE = wordlist(
    "man woman boy girl person child kid hero heroine friend people character player"
)
_TITLES = wordlist("mr mrs ms dr sir lady lord the a an saint st")
_STEM = 5
"""Letters by which a people and its country are known as one: Canadian, Canada."""


@dataclass(frozen=True)
class Checker:
    """Holds sentences against evidence."""

    lexicon: Lexicon

    def check_text(self, text: str, evidence: Evidence) -> tuple[CheckedSentence, ...]:
        """Every sentence of a text."""
        return tuple(self._checked(each, evidence) for each in readings([text]))

    def check(self, sentence: str, evidence: Evidence) -> CheckedSentence:
        """One sentence, whatever stops it has inside."""
        return self._checked(whole(sentence), evidence)

    def _checked(self, reading: Reading, evidence: Evidence) -> CheckedSentence:
        work = _Work(self.lexicon, reading, evidence)
        work.names()
        work.numbers()
        work.genres()
        work.words()
        work.deeds()
        sources = tuple(evidence.sources[number] for number in sorted(work.sources))
        found = sorted(set(work.findings), key=lambda finding: finding.start)
        return CheckedSentence(reading.text, tuple(found), _nearest(sources))


@dataclass
class _Work:
    """One sentence on its way through the checks."""

    lexicon: Lexicon
    reading: Reading
    evidence: Evidence
    findings: list[Finding] = field(default_factory=list[Finding])
    sources: set[int] = field(default_factory=set[int])
    done: set[int] = field(default_factory=set[int])

    def names(self) -> None:
        for billing in billings(self.reading):
            parts = [(word, part) for word in billing.name for part in _parts(word)]
            self.done.update(word.place for word in billing.name)
            missing = [word for word, part in parts if not self._named(part, word)]
            if missing:
                self._refuse(Fault.NAME, missing)
                continue
            said = [part for _, part in parts]
            if not said or self._is_title(said):
                continue
            apart = [pair for pair in pairwise(said) if pair not in self.evidence.pairs]
            if apart and len(billing.name) > 1:
                self._refuse(Fault.NAME, billing.name)
            elif billing.role in ROLES_AS and not self._has_role(said, billing.role):
                self._refuse(Fault.ROLE, billing.name)

    def numbers(self) -> None:
        for numeral in numerals(self.reading):
            places = range(numeral.place, numeral.place + len(numeral.text.split()))
            if not set(places) <= self.done and not self._counted(numeral):
                self._refuse(Fault.NUMBER, [self.reading.words[place] for place in places])
            self.done.update(places)

    def genres(self) -> None:
        for words in genre_faults(self.reading, self.evidence):
            self._refuse(Fault.GENRE, words)
            self.done.update(word.place for word in words)

    def words(self) -> None:
        for word in self.reading.words:
            if word.place in self.done:
                continue
            if word.lemma in _BEARING and word.part in {"ADP", "SCONJ", "ADV"}:
                if not self._is_borne_out(word):
                    self._refuse(Fault.WORD, [word])
                continue
            if self._carries(word):
                where = self._supported(word)
                self.sources |= where
                if not where:
                    self._refuse(Fault.WORD, [word])

    def deeds(self) -> None:
        for deed in self.reading.deeds:
            if deed.verb.place in self.done:
                continue
            known = [
                (theirs, number)
                for lemma, some in self.evidence.deeds.items()
                if self.lexicon.may_stand_for(deed.verb.lemma, lemma, "v")
                for theirs, number in some
            ]
            if deed.denied and not any(theirs.denied for theirs, _ in known):
                self._refuse(Fault.DENIAL, self._denial(deed))
                continue
            light = deed.verb.lemma in _LIGHT
            if known and not light and all(theirs.denied for theirs, _ in known):
                self._refuse(Fault.DENIAL, [deed.verb])
                continue
            alike = [number for theirs, number in known if self._alike(deed, theirs)]
            self.sources.update(alike)
            turned = self._is_turned(deed, [theirs for theirs, _ in known])
            if turned or (known and not alike and not light):
                self._refuse(Fault.DEED, [deed.verb])

    def _carries(self, word: Word) -> bool:
        """Whether a word claims something that nothing else here checks."""
        if not word.kind or not word.text[0].isalpha() or {word.lemma, word.text.lower()} & _ABOUT:
            return False
        if word.lemma in GENRES or stands_before_film(self.reading, word):
            return False
        return word.part in {"NOUN", "VERB", "ADJ"} or word.text.endswith("ly")

    def _is_title(self, said: list[str]) -> bool:
        known = self.evidence.known
        facts = (known.name, *known.countries, *known.languages)
        return any(set(said) <= set(folded_words(fact)) for fact in facts)

    def _named(self, part: str, word: Word) -> bool:
        where = self.evidence.names.get(part)
        if where is None and len(part) > _STEM and word.entity in PLACES:
            # A people by its country, a country by its people; never one person by another.
            near = [name for name in self.evidence.places if name[:_STEM] == part[:_STEM]]
            where = self.evidence.names.get(near[0]) if near else None
        if where is None:
            where = next(
                (found[part] for found in self.evidence.lemmas.values() if part in found), None
            )
        if where:
            self.sources.update(where)
        return where is not None or part in _TITLES or len(part) < 2

    def _has_role(self, said: list[str], role: str) -> bool:
        told = [
            (name, held)
            for name, held in self.evidence.roles.get(said[-1], ())
            if set(said) <= set(name.split()) or set(name.split()) <= set(said)
        ]
        return any(held == role or held in ROLES_AS[role] for _, held in told)

    def _counted(self, numeral: Numeral) -> bool:
        known = self.evidence.known
        if known.year is not None:
            if numeral.is_decade and known.year // 10 * 10 == numeral.value:
                return True
            if numeral.is_year and numeral.value == known.year:
                return True
        if numeral.counted in {"minute", "min"} and known.minutes is not None:
            return numeral.value == known.minutes
        if numeral.text.lower() in folded_words(known.name) or numeral.text in known.name.split():
            return True
        for line in self.evidence.lines:
            for theirs in line.numbers:
                if theirs.value == numeral.value and theirs.is_decade == numeral.is_decade:
                    one, other = numeral.counted, theirs.counted
                    if not one or not other or self._same_noun(one, other):
                        self.sources.add(line.source)
                        return True
        return False

    def _same_noun(self, one: str, other: str) -> bool:
        stands = self.lexicon.may_stand_for
        return stands(one, other, "n") or stands(other, one, "n") or one in _PEOPLE

    def _supported(self, word: Word) -> frozenset[int]:
        lemmas = self.evidence.lemmas
        for found in lemmas.values():
            if word.lemma in found:
                return found[word.lemma]
        for said in (word.lemma, word.text.lower()):
            if said in self.evidence.names:
                return self.evidence.names[said]
        for lemma, where in lemmas[word.kind].items():
            if self.lexicon.may_stand_for(word.lemma, lemma, word.kind):
                return where
        for relative in self.lexicon.related(word.lemma, word.kind):
            kind, _, lemma = relative.partition(":")
            if lemma in lemmas.get(kind, {}):
                return lemmas[kind][lemma]
        return frozenset()

    def _alike(self, deed: Deed, theirs: Deed) -> bool:
        if deed.denied != theirs.denied or self._exchanged(deed, theirs):
            return False
        return self._may_be(deed.subjects, theirs.subjects) and self._may_be(
            deed.objects, theirs.objects
        )

    def _is_turned(self, deed: Deed, known: Iterable[Deed]) -> bool:
        """Whether it is known the other way round, and nowhere as it is said."""
        if deed.verb.lemma in _MUTUAL:
            return False
        told = [theirs for theirs in known if theirs.subjects and theirs.objects]
        return any(self._exchanged(deed, theirs) for theirs in told) and not any(
            self._alike(deed, theirs) for theirs in told
        )

    def _exchanged(self, deed: Deed, theirs: Deed) -> bool:
        """Whether who did it and to whom it was done have changed places."""
        said = (self._plain(deed.subjects), self._plain(deed.objects))
        known = (self._plain(theirs.objects), self._plain(theirs.subjects))
        if not all(said) or not all(known) or said[0] & said[1]:
            return False
        return all(
            any(self._same(one, other) for one in mine for other in yours)
            for mine, yours in zip(said, known, strict=True)
        )

    def _plain(self, heads: frozenset[str]) -> frozenset[str]:
        """Heads with everything that means the film as one word."""
        about = FILM_WORDS | self.evidence.title_words
        return frozenset("film" if head in about else head for head in heads)

    def _same(self, one: str, other: str) -> bool:
        return one == other or self.lexicon.may_stand_for(one, other, "n")

    def _may_be(self, said: frozenset[str], known: frozenset[str]) -> bool:
        about = FILM_WORDS | self.evidence.title_words
        said, known = said - about, known - about
        if not said or not known:
            return True
        return all(any(self._is(one, other) for other in known) for one in said)

    def _is(self, one: str, other: str) -> bool:
        if one == other or self._same_noun(one, other):
            return True
        names = self.evidence.names
        # A person may be told of by name in one place and by what they are in another.
        return (one in names) != (other in names)

    def _denial(self, deed: Deed) -> list[Word]:
        children = self.reading.children(deed.verb)
        denying = [each for each in children if each.relation == "neg"]
        return denying or [deed.verb]

    def _is_borne_out(self, preposition: Word) -> bool:
        known = preposition.lemma in self.evidence.lemmas["p"]
        # What stands before *it* speaks of a place on the page or the set.
        return known or any(each.part == "PRON" for each in self.reading.children(preposition))

    def _refuse(self, fault: Fault, words: Iterable[Word]) -> None:
        for word in words:
            end = word.start + len(word.text)
            self.findings.append(Finding(fault, word.text, word.start, end))


def _parts(word: Word) -> list[str]:
    return [part for part in folded_words(word.text.replace("-", " ")) if part not in _TITLES]


def _nearest(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(sources))
