"""The title's and the performers' leave: asked of clearance, looked at, spent, and published.

A grant is one declared use of the title's production, and one more for each performer whom the
picture shows; each is *go* by counsel's approval, a performer's only with a consent that covers
advertising there. Every one is spent by a single permit. What a performer's permit brings is the
ground alone; what is composed on it descends from that, so that a revoked consent closes both.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from matinee.ads.blends.composing import SIZE
from matinee.ads.blends.model import RECIPE, TOOL, Ask, Background, GrantedUse, Standing
from matinee.clearance.desk.model import (
    DeclaredUse,
    FactKind,
    NewPublication,
    NewTool,
    Outcome,
    StoredOutput,
    TakenBack,
)
from matinee.clearance.record.service import RecordService
from matinee.errors import Conflict, Denied, NotFound, Unavailable
from matinee.generation.model import IntendedCall, Modality, Output, RegisteredOutput, Spend
from matinee.generation.service import GenerationService, ImageRequest, inputs_of

_LASTS = timedelta(minutes=10)
_KIND = "advertisement"
_PROCEDURE, _MIX = "algorithmicMedia", "compositeSynthetic"
_MODEL = f"{RECIPE}: a procedure, no model"
_TERMS = (
    b"Pause composition is a procedure within this service: it draws with given pictures and "
    b"colours. It holds no model, keeps nothing that it is given, and learns from nothing."
)
_REVIEW = "review of an advertisement before it is shown"
_PURPOSE = "Advertisers' products in pauses"
_UNKNOWN = UUID(int=0)
"""Of a use that is not declared yet."""
_FIT = ("separate", "conspicuous", "specific")


@dataclass(frozen=True, slots=True)
class BlendRights:
    """What blends ask of the record."""

    record: RecordService
    generation: GenerationService

    def providers(self) -> list[str]:
        """The tools that draw pictures here, by id."""
        found = self.generation.tools().items()
        return sorted(name for name, each in found if each.modality is Modality.IMAGE)

    async def ask(self, ask: Ask, *, by: str) -> tuple[GrantedUse, ...]:
        """Declare what is intended; counsel's inbox shows it. Invalid names the field.

        Unavailable where no provider of pictures is configured under the background's tool.
        """
        if ask.background is not None and ask.background.tool not in self.providers():
            raise Unavailable(
                f"No provider draws pictures here as {ask.background.tool!r}.",
                remedy="Name one of its kind in the tools file, or ask without a background.",
                code="no_image_provider",
                field="background",
            )
        await self._know_the_tool()
        asked = [(_use(ask, None), GrantedUse(_UNKNOWN))]
        asked += [(_use(ask, each), GrantedUse(_UNKNOWN, each)) for each in ask.performers]
        if ask.background is not None:
            drawn = _use_of_model(ask, ask.background)
            asked.append((drawn, GrantedUse(_UNKNOWN, background=True)))
        # What names something that is not recorded is refused before anything is declared.
        for use, _ in asked:
            await self.record.forecast(ask.production, use, by=by)
        declared: list[GrantedUse] = []
        for use, granted in asked:
            fact, _ = await self.record.declare(ask.production, use, by=by)
            declared.append(replace(granted, use=UUID(fact.key)))
        return tuple(declared)

    async def standing(self, uses: Sequence[GrantedUse]) -> tuple[Standing, ...]:
        """How each use stands today."""
        return tuple([await self._standing(each) for each in uses])

    async def compose(
        self,
        uses: Sequence[GrantedUse],
        inputs: frozenset[str],
        *,
        ground: bytes,
        artwork: str,
        compose: Callable[[], Awaitable[bytes]],
        generated: bool,
        by: str,
    ) -> RegisteredOutput:
        """What ``compose`` draws, by a permit of each use, with its credentials and its entry.

        ``ground`` is what it draws on, ``inputs`` are the hashes of all that goes in, ``artwork``
        among them that of the picture it shows, which a model may have ``generated``. Denied where
        a use is not *go*.
        """
        cleared = set[str]()
        for use in uses:
            if use.performer is not None:
                spend = await self._spent(use, inputs, by)
                shown = await self._registered(spend, ground, frozenset({artwork}), _PROCEDURE)
                cleared.add(shown.sha256)
        title = next(use for use in uses if use.performer is None and not use.background)
        spend = await self._spent(title, inputs | cleared, by)
        try:
            content = await compose()
        except BaseException as failure:
            await self.record.permits.without_output(spend, str(failure)[:300])
            raise
        kind = _MIX if generated else _PROCEDURE
        return await self._registered(spend, content, spend.call.inputs, kind)

    async def draw(
        self, uses: Sequence[GrantedUse], background: Background, *, by: str
    ) -> RegisteredOutput:
        """The background by its model, through the door and by a permit for this request alone.

        Denied where its use is not *go*, Unavailable where the model does not answer, or not so
        that its answer can be used.
        """
        use = next(use for use in uses if use.background)
        request = ImageRequest(background.prompt, *SIZE)
        permit = await self.record.permits.mint(
            use.use, by=by, lasts=_LASTS, inputs=inputs_of(request)
        )
        return await self.generation.image(
            permit, request, tool=permit.tool, purpose=permit.purpose
        )

    async def publish(self, output: UUID, label: str, *, by: str) -> None:
        """Let members be given it (rule R21); Conflict with what is missing where not."""
        if await self.record.publications.standing(output) is not None:
            return
        wish = NewPublication(deep_fake=False, disclosure=label)
        decision, fact = await self.record.publications.publish(output, wish, by=by)
        if fact is None:
            raise Conflict(
                f"It may not be published: the decision is {decision.outcome}.",
                remedy=" ".join(decision.next_steps),
                code="not_published",
            )

    async def take_back(self, output: UUID, reason: str, *, by: str) -> None:
        """Publish it no longer, if it was."""
        if await self.record.publications.standing(output) is not None:
            await self.record.publications.take_back(output, TakenBack(reason=reason), by=by)

    async def closed(self, output: UUID) -> str:
        """Why an output may not be seen any more; empty where it may."""
        stored, line = await self.record.outputs.standing(output)
        if stored.deleted_at is not None:
            return "it was deleted"
        return stored.quarantined_for or line.closed or ""

    async def preview(self, output: UUID, *, by: str) -> bytes:
        """Its bytes for whoever is to approve it; what shows a performer is entered (rule R19)."""
        _, content = await self.record.outputs.content(output, by=by, need=_REVIEW)
        return content

    async def published(self, output: UUID) -> tuple[StoredOutput, bytes]:
        """Its bytes as members are given them; NotFound or Denied where they are not."""
        return await self.record.publications.content(output)

    async def _know_the_tool(self) -> None:
        try:
            found = await self.record.fact(FactKind.TOOL, TOOL)
        except NotFound:
            found = None
        if found is not None and found.body["version"] == RECIPE:
            return
        terms = await self.record.keep_document(_TERMS)
        tool = NewTool(
            version=RECIPE,
            licence_tier="part of this service",
            terms_hash=terms,
            reviewed_at=self.record.recorder.clock(),
            trains=False,
            retains=False,
            secured=True,
            environment="this service; no model",
        )
        await self.record.put_tool(TOOL, tool, by="this service")

    async def _standing(self, use: GrantedUse) -> Standing:
        decision, consent = await self.record.judged(use.use)
        outcome = decision.outcome.value
        if decision.outcome is not Outcome.GO:
            whose = "The title's rights" if use.performer is None else "A performer's consent"
            whose = "A generated background" if use.background else whose
            return Standing(
                use,
                outcome,
                f"{whose} for advertising: the decision is {outcome}.",
                " ".join(decision.next_steps) or f"Counsel decides on the use {use.use}.",
            )
        if use.performer is None:
            return Standing(use, outcome)
        filed = None
        if consent is not None:
            filed = await self.record.fact(FactKind.CONSENT, str(consent))
        if filed is None or not all(filed.body[each] for each in _FIT):
            return Standing(
                use,
                outcome,
                "No consent of a performer whom the picture shows covers advertising there.",
                "Record a consent that is signed apart, conspicuous and specific, and names this "
                "production, the use “advertisement” and every territory; or take another picture.",
            )
        return Standing(use, outcome)

    async def _spent(self, use: GrantedUse, inputs: frozenset[str], by: str) -> Spend:
        permit = await self.record.permits.mint(use.use, by=by, lasts=_LASTS, inputs=inputs)
        if use.performer is not None:
            stored = await self.record.permits.stored(permit.id)
            if stored.consent_id is None:
                raise Denied(
                    "The consent ended a moment ago.",
                    remedy="Ask for another, or take another picture.",
                    code="no_consent",
                )
        call = IntendedCall(
            tool=permit.tool,
            modality=Modality.IMAGE,
            purpose=permit.purpose,
            production=permit.production,
            performer=permit.performer,
            inputs=inputs,
        )
        return await self.record.permits.spend(permit, call)

    async def _registered(
        self, spend: Spend, content: bytes, parents: frozenset[str], kind: str
    ) -> RegisteredOutput:
        made = Output(
            content=content,
            media_type="image/jpeg",
            model=_MODEL,
            source_type=kind,
            parents=tuple(sorted(parents)),
            licence="Apache-2.0",
            training_basis="none: it is a procedure",
        )
        return await self.record.outputs.register(made, spend)


def _use(ask: Ask, performer: UUID | None) -> DeclaredUse:
    which = "its palette alone" if ask.picture is None else f"picture {ask.picture}"
    whose = "the title's rights" if performer is None else "the performer's consent"
    purpose = f"{_PURPOSE} of {_named(ask)}, with {which}: {whose}"
    return _declared(
        ask,
        tool=TOOL,
        purpose=purpose,
        performer=performer,
        likeness=performer is not None,
        third_party_ip=performer is None,
    )


def _use_of_model(ask: Ask, background: Background) -> DeclaredUse:
    return _declared(
        ask,
        tool=background.tool,
        purpose=f"{_PURPOSE} of {_named(ask)}: the background",
        likeness=False,
        third_party_ip=False,
        references=(background.prompt,),
    )


def _named(ask: Ask) -> str:
    return f"“{ask.name[:200]}” ({ask.title})"


def _declared(ask: Ask, **said: Any) -> DeclaredUse:
    return DeclaredUse.model_validate(
        {
            "kind": _KIND,
            "starts_at": ask.starts_at.isoformat(),
            "final": True,
            "personal_data": False,
            "unreleased_input": False,
            "principles": ask.principles,
            "territories": ask.territories,
            **said,
        }
    )
