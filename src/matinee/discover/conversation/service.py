"""Sentences and conversations: what was said becomes a wish, and the wish a shelf with reasons."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import structlog

from matinee.discover.conversation.asking import question_for
from matinee.discover.conversation.changing import TitleFacts, refined, replaced, without_part
from matinee.discover.conversation.dialogue import Dialogue, MoveKind, Turn
from matinee.discover.conversation.keeping import Conversations
from matinee.discover.conversation.replying import (
    NEAREST,
    REPLACED,
    UNCHANGED,
    WEIGHED,
    Reply,
    notes_on,
    nothing_left,
)
from matinee.discover.conversation.turning import Step, step
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.model import MODEL_REFINEMENT, FoundTitle, Readiness
from matinee.discover.service import DiscoverService, Ground, checked
from matinee.discover.spelling.lexicon import Nats
from matinee.discover.understanding.answering import Answered, Reader, answered
from matinee.discover.understanding.mood_evidence import MoodEvidence, MoodShown
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.reading import read
from matinee.discover.understanding.reasons import reason_for
from matinee.discover.understanding.refining import SentenceModel, refined_by, request_for
from matinee.discover.understanding.tokens import seen
from matinee.discover.understanding.weighing import recalled, tells_plot, told_wish, weighed
from matinee.discover.understanding.wishes import Named, Wish
from matinee.discover.understanding.word_postings import WordPostings
from matinee.errors import MatineeError
from matinee.operation.flags.model import AS_DECLARED, Switches
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.wording import Wording

_SHOWN = 12
_log = structlog.get_logger()
_GENRES_ASKED, _DECADES_ASKED = 4, 6


class ConversationService:
    """What members say, one sentence or many turns; beside search as you type."""

    def __init__(
        self,
        discover: DiscoverService,
        conversations: Conversations,
        model: SentenceModel | None = None,
        *,
        switches: Switches = AS_DECLARED,
    ) -> None:
        self._switches = switches
        self._discover = discover
        self._model = model
        self._conversations = conversations
        self._reader: tuple[Holdings, Reader] | None = None
        self._reading = asyncio.Lock()

    async def ready(self) -> Readiness:
        """Make what is searched and what reads sentences, before anybody asks for it."""
        readiness = await self._discover.ready()
        await self._reader_of(*await self._discover.ground_of_all())
        return readiness

    async def understood(
        self,
        profile: ProfileId,
        sentence: str,
        at: datetime,
        *,
        limit: int = _SHOWN,
        less: Sequence[tuple[str, str]] = (),
        refine: bool = True,
    ) -> Reply:
        """What one sentence leads to; nothing of it is kept.

        ``less`` are parts, each with its value, that are taken away from what was understood. Where
        it is not to ``refine``, no language model is asked: a sentence is still being typed.

        Raises:
            Invalid: the sentence is longer than a query may be, or a wish has no such part.
            NotFound: there is no such profile.
        """
        sentence = seen(checked(sentence))
        ground = await self._discover.ground(profile, at)
        reader = await self._read(ground)
        known = read(sentence, reader.book)
        wish = await self._refined(profile, known, reader) if refine else known
        for part, value in less:
            wish = without_part(wish, part, value)
        told = told_wish(sentence, wish)
        if told is None:
            return await self._reply(ground, reader, wish, limit=limit)
        return await self._reply(ground, reader, told, sentence, limit=limit)

    async def said(self, profile: ProfileId, words: str, at: datetime) -> Reply:
        """What the next turn of a member's conversation leads to."""
        words = seen(checked(words))
        ground = await self._discover.ground(profile, at)
        reader = await self._read(ground)
        dialogue = await self._conversations.of(profile, at)
        last = dialogue.last
        facts = _facts(reader, last.shown if last else ())
        understood = {words: await self._understand(profile, words, reader)}

        def known(said: str) -> Wish:
            return understood[said] if said in understood else read(said, reader.book)

        made = step(dialogue, words, known, facts)
        reply = await self._answer(ground, reader, dialogue, made)
        await self._conversations.keep(profile, reply.dialogue, at)
        return reply

    async def present(self, profile: ProfileId, at: datetime) -> Reply:
        """Where a member's conversation stands."""
        ground = await self._discover.ground(profile, at)
        reader = await self._read(ground)
        dialogue = await self._conversations.of(profile, at)
        return replace(await self._stands(ground, reader, dialogue), dialogue=dialogue)

    async def without(self, profile: ProfileId, part: str, value: str, at: datetime) -> Reply:
        """The conversation once a part of its wish, or one value of it, is taken away."""
        ground = await self._discover.ground(profile, at)
        reader = await self._read(ground)
        dialogue = await self._conversations.of(profile, at)
        wish = without_part(dialogue.wish, part, value)
        turn = Turn("", MoveKind.REMOVE, wish, rejected=dialogue.rejected)
        reply = await self._taken(ground, reader, dialogue, turn)
        await self._conversations.keep(profile, reply.dialogue, at)
        return reply

    async def changed(
        self, profile: ProfileId, part: str, value: str, words: str, at: datetime
    ) -> Reply:
        """The conversation with what is said in the place of a part of its wish, or of one value.

        Raises:
            Invalid: a wish has no such part, or the words are longer than a query may be.
        """
        words = seen(checked(words))
        ground = await self._discover.ground(profile, at)
        reader = await self._read(ground)
        dialogue = await self._conversations.of(profile, at)
        kept = without_part(dialogue.wish, part, value)
        wish = refined(kept, await self._understand(profile, words, reader))
        turn = Turn(words, MoveKind.REPLACE, wish, rejected=dialogue.rejected)
        reply = await self._taken(ground, reader, dialogue, turn)
        await self._conversations.keep(profile, reply.dialogue, at)
        return reply

    async def forget(self, profile: ProfileId) -> None:
        """Keep nothing of a member's conversation."""
        await self._conversations.forget(profile)

    async def moods(self, profile: ProfileId, at: datetime) -> Sequence[MoodShown]:
        """The vocabulary of moods, each with what shows it in this catalogue."""
        reader = await self._read(await self._discover.ground(profile, at))
        return reader.moods.shown

    async def _understand(self, profile: ProfileId, sentence: str, reader: Reader) -> Wish:
        return await self._refined(profile, read(sentence, reader.book), reader)

    async def _refined(self, profile: ProfileId, wish: Wish, reader: Reader) -> Wish:
        """The grammar's wish, with what a configured model adds in time; else the grammar's."""
        genres = reader.book.holdings.shelf.genres
        request = None if self._model is None else request_for(wish, genres)
        if self._model is None or request is None:
            return wish
        if not self._switches.on(MODEL_REFINEMENT, profile):
            return wish
        try:
            async with asyncio.timeout(self._discover.settings.model_seconds):
                return refined_by(wish, await self._model.answer(request), genres)
        except (MatineeError, TimeoutError) as failure:
            _log.info("the grammar's reading stands", failure=type(failure).__name__)
            return wish

    async def _answer(
        self, ground: Ground, reader: Reader, dialogue: Dialogue, made: Step
    ) -> Reply:
        if made.restarts:
            fresh = Dialogue()
            return replace(await self._stands(ground, reader, fresh), dialogue=fresh)
        if made.undoes:
            former = dialogue.undone()
            return replace(await self._stands(ground, reader, former), dialogue=former)
        if made.turn.move in {MoveKind.PICK, MoveKind.WHY}:
            return await self._spoken_of(ground, reader, dialogue, made.turn)
        reply = await self._taken(ground, reader, dialogue, made.turn)
        if made.turn.move is MoveKind.REFINE and not reply.total and dialogue.wish:
            reply = await self._demanding_less(ground, reader, dialogue, made.turn) or reply
            if reply.total:
                return reply
        if not made.changed and made.turn.move is not MoveKind.REJECT:
            return replace(reply, notes=(UNCHANGED, *reply.notes))
        return reply

    async def _demanding_less(
        self, ground: Ground, reader: Reader, dialogue: Dialogue, turn: Turn
    ) -> Reply | None:
        """Where nothing meets all: what was said now alone of its kind, or else what comes near."""
        other = replaced(dialogue.wish, read(turn.said, reader.book))
        turns = {REPLACED: replace(turn, wish=other), NEAREST: replace(turn, talk=True)}
        for note, instead in turns.items():
            reply = await self._taken(ground, reader, dialogue, instead)
            if reply.total:
                told = tuple(one for one in reply.notes if one != WEIGHED)
                return replace(reply, notes=(note, *told))
        return None

    async def _taken(self, ground: Ground, reader: Reader, dialogue: Dialogue, turn: Turn) -> Reply:
        taken = dialogue.taking(turn)
        reply = await self._reply(ground, reader, turn.wish, taken.told, rejected=turn.rejected)
        shown = tuple(str(title.id) for title in reply.titles)
        return replace(reply, dialogue=dialogue.taking(replace(turn, shown=shown)))

    async def _spoken_of(
        self, ground: Ground, reader: Reader, dialogue: Dialogue, turn: Turn
    ) -> Reply:
        shown = dialogue.last.shown if dialogue.last else ()
        stands = await self._stands(ground, reader, dialogue)
        taken = dialogue.taking(replace(turn, shown=shown))
        found = next((one for one in stands.titles if taken.picked() == str(one.id)), None)
        if found is None:
            number = {"number": str(len(stands.titles))}
            note = Wording("There are {number} titles here; say which one.", number)
            return replace(stands, notes=(note, *stands.notes), dialogue=dialogue)
        return replace(stands, spoken_of=found, dialogue=taken)

    async def _stands(self, ground: Ground, reader: Reader, dialogue: Dialogue) -> Reply:
        if not dialogue.turns:
            return Reply(Wish(), ground.holdings.shelf, (), 0)
        told, rejected = dialogue.told, dialogue.rejected
        reply = await self._reply(ground, reader, dialogue.wish, told, rejected=rejected)
        picked = dialogue.picked()
        spoken_of = next((one for one in reply.titles if str(one.id) == picked), None)
        return replace(reply, spoken_of=spoken_of, dialogue=dialogue)

    async def _reply(
        self,
        ground: Ground,
        reader: Reader,
        wish: Wish,
        told: str = "",
        *,
        rejected: Sequence[str] = (),
        limit: int = _SHOWN,
    ) -> Reply:
        found = await self._found(ground, reader, wish, told, rejected)
        shelf, total = ground.holdings.shelf, len(found.rows)
        like = replace(wish, titles=(), like=(*wish.like, *found.not_offered))
        titles = tuple(
            FoundTitle(
                TitleId(shelf.ids[row]),
                row,
                0.0,
                reason_for(reader, like if found.not_offered else wish, row, told),
            )
            for row in found.rows[:limit].tolist()
        )
        return Reply(
            wish=wish,
            shelf=shelf,
            titles=titles,
            total=total,
            notes=(*notes_on(wish, found), *nothing_left(total)),
            question=question_for(wish, total, _parts(ground, found)),
        )

    async def _found(
        self, ground: Ground, reader: Reader, wish: Wish, told: str, rejected: Sequence[str]
    ) -> Answered:
        """What meets a wish; of what was told at length, what comes nearest.

        A plot that a single sentence tells is recalled, as far as texts have their vectors.
        """
        view, prior, territory = ground.view.rows, ground.prior, ground.asked.territory
        if not told:
            return answered(
                reader, wish, visible=view, prior=prior, territory=territory, rejected=rejected
            )
        if tells_plot(wish, told):
            likely = await self._discover.recalled(ground.holdings, told)
            if likely is not None:
                return recalled(
                    reader, wish, likely, visible=view, territory=territory, rejected=rejected
                )
        words = await self._discover.heard(ground.holdings, told)
        return weighed(
            reader, wish, words, visible=view, prior=prior, territory=territory, rejected=rejected
        )

    async def _read(self, ground: Ground) -> Reader:
        return await self._reader_of(ground.holdings, ground.common)

    async def _reader_of(self, holdings: Holdings, common: Nats) -> Reader:
        """The reader of this picture of the catalogue, made once, in a thread."""
        async with self._reading:
            held = self._reader
            if held is not None and held[0] is holdings:
                return held[1]

            def made() -> Reader:
                book = NameBook(holdings, common).prepared()
                return Reader(book, MoodEvidence.of(holdings), WordPostings.of(holdings))

            reader = await asyncio.to_thread(made)
            self._reader = (holdings, reader)
            return reader


def _parts(ground: Ground, found: Answered) -> Mapping[str, Sequence[tuple[str, int]]]:
    """By which genres and decades what is left could be parted."""
    shelf = ground.holdings.shelf
    counts = np.asarray(shelf.genre_of[found.rows].sum(axis=0)).ravel()
    best = np.argsort(-counts, kind="stable")[:_GENRES_ASKED].tolist()
    years = shelf.years[found.rows]
    decades, times = np.unique(years[years > 0] // 10 * 10, return_counts=True)
    order = np.argsort(-times, kind="stable")[:_DECADES_ASKED].tolist()
    return {
        "genres": [(shelf.genres[code], int(counts[code])) for code in best if counts[code]],
        "years": [(f"{decades[place]}s", int(times[place])) for place in order],
    }


def _facts(reader: Reader, titles: Sequence[str]) -> list[TitleFacts]:
    """The facts of titles that were shown, those that are gone without any."""
    holdings = reader.book.holdings
    found: list[TitleFacts] = []
    for title in titles:
        entry = reader.book.entry(Named("", (title,)))
        row = -1 if entry is None else int(holdings.row_of[entry])
        if entry is None or row < 0:
            found.append(TitleFacts(title, ""))
            continue
        words = holdings.directory.words[entry]
        named = [
            (person.role, Named(person.name, (str(person.id),), person=True))
            for person in words.people
        ]
        found.append(
            TitleFacts(
                id=title,
                name=words.names[0],
                year=int(holdings.shelf.years[row]),
                minutes=int(holdings.shelf.runtimes[row]),
                directors=tuple(name for role, name in named if role == "director"),
                cast=tuple(name for role, name in named if role == "cast"),
            )
        )
    return found
