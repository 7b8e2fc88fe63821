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
from matinee.studio.breakdown.natures import learned
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.breakdown.weighing import Weighing
from matinee.studio.floor.service import ShootingDraft
from matinee.studio.model import DraftState
from matinee.studio.service import StudioService

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


class DraftsOfStudio:
    """The floor's ``ShootingDrafts``: the newest draft that could be read."""

    def __init__(self, studio: StudioService) -> None:
        self._studio = studio

    async def newest(self, production: UUID) -> ShootingDraft | None:
        """That of a production; None where it has none."""
        drafts = await self._studio.drafts([production])
        read = [one for one in drafts if one.state is not DraftState.FAILED]
        if not read:
            return None
        draft = max(read, key=lambda one: one.number)
        analysis = await self._studio.analysis(draft)
        name = f"Draft {draft.number}, {draft.added_at:%d.%m.%Y}"
        scenes = tuple(facts.scene for facts in analysis.structure.scenes)
        return ShootingDraft(name, analysis.script, scenes)


def full_tagger() -> Tagger:
    """The tagger with all its ways; takes seconds to make, for all listed words become vectors."""
    _, natures = learned()
    meaning = Meaning(TextEncoder(threads=1), lexicon().meanings, natures)
    return Tagger(meaning, Weighing(kinds(LEXICON)))
