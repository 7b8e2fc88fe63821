"""Where conversations are kept: one of each member, in the database, gone after days of silence."""

from datetime import datetime, timedelta

from matinee.discover import repository
from matinee.discover.conversation.dialogue import Dialogue
from matinee.discover.conversation.writing import dialogue_document, read_dialogue
from matinee.foundation.database import Database
from matinee.vocabulary.ids import ProfileId


class Conversations:
    """The dialogues of all members; an ``ErasureHolder`` of the audience."""

    name = "the conversation of its search"

    def __init__(self, database: Database, kept_hours: float) -> None:
        self._database = database
        self._kept = timedelta(hours=kept_hours)

    async def of(self, profile: ProfileId, at: datetime) -> Dialogue:
        """A member's dialogue; an empty one after long silence."""
        async with self._database.reading() as connection:
            document = await repository.conversation(connection, profile, since=at - self._kept)
        return Dialogue() if document is None else read_dialogue(document)

    async def keep(self, profile: ProfileId, dialogue: Dialogue, at: datetime) -> None:
        """Keep a member's dialogue, and drop those that have been silent for long."""
        async with self._database.transaction() as connection:
            await repository.keep_conversation(
                connection, profile, dialogue_document(dialogue), at=at
            )
            await repository.drop_silent_conversations(connection, before=at - self._kept)

    async def forget(self, profile_id: ProfileId) -> None:
        """Drop a member's dialogue."""
        async with self._database.transaction() as connection:
            await repository.drop_conversation(connection, profile_id)
