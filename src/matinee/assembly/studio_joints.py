"""What the studio asks of others: productions of the record, and vectors for its tagger."""

from pathlib import Path
from uuid import UUID

from matinee.clearance.desk.model import FactKind
from matinee.clearance.record.service import RecordService
from matinee.errors import NotFound
from matinee.media.text_embedding.encoder import TextEncoder
from matinee.studio.breakdown.kinds import kinds
from matinee.studio.breakdown.lexicon import lexicon
from matinee.studio.breakdown.meaning import Meaning
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.breakdown.weighing import Weighing

LEXICON = Path(__file__).parents[1] / "surfaces" / "web" / "static" / "lexicon.tsv"
"""The English lexicon, which the build of the pages writes."""


class ProductionsOfRecord:
    """The studio's ``Productions``, answered by the clearance record."""

    def __init__(self, record: RecordService) -> None:
        self._record = record

    async def title(self, production: UUID) -> str:
        """What a production is called."""
        titles = await self.titles()
        if production not in titles:
            raise NotFound(
                "There is no such production.",
                remedy="Counsel records productions at the clearance desk.",
            )
        return titles[production]

    async def titles(self) -> dict[UUID, str]:
        """What every production is called."""
        found = await self._record.current(FactKind.PRODUCTION)
        return {UUID(fact.key): str(fact.body["title"]) for fact in found}


def full_tagger() -> Tagger:
    """The tagger with all its ways; takes about a second to make."""
    meaning = Meaning(TextEncoder(threads=1), lexicon().meanings)
    return Tagger(meaning, Weighing(kinds(LEXICON)))
