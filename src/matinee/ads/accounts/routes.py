"""``/v1/ads``: how far a campaign is, what it owes, and why an ad was shown."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, BaseModel

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.accounts import delivery_routes, watched_routes
from matinee.ads.accounts.service import AdReports
from matinee.ads.accounts.watched import WatchedReports
from matinee.ads.billing import Invoice
from matinee.ads.decided import Decision
from matinee.ads.service import AdService
from matinee.errors import Invalid
from matinee.vocabulary.spreadsheet import harmless

_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")


class InvoiceLineFacts(BaseModel):
    """What is owed for a creative of a line item, exactly."""

    line_item_id: UUID
    line_item: str
    creative_id: UUID
    impressions: int
    amount: Decimal


class InvoiceFacts(BaseModel):
    """An account; ``total`` is the sum of the exact amounts, to the cent."""

    campaign: str
    start: datetime
    end: datetime
    currency: str
    lines: list[InvoiceLineFacts]
    total: Decimal


class CompletionFacts(BaseModel):
    """How a creative of a line item is watched to its end; ``rate`` of those ``shown``.

    ``from_rate`` to ``to_rate`` hold the share with 95% certainty; ``chance`` is with which
    probability it is drawn now among those of its length, none where there is no other.
    """

    line_item_id: UUID
    line_item: str
    creative_id: UUID
    shown: int
    completed: int
    rate: float | None
    from_rate: float
    to_rate: float
    chance: float | None


class CompletionList(BaseModel):
    """The creatives of a campaign, by line item, over the last four weeks."""

    creatives: list[CompletionFacts]


class BriefDecision(BaseModel):
    """A decision in the log."""

    id: UUID
    at: datetime
    title: UUID | None
    placed: int
    candidates: int


class DecisionList(BaseModel):
    """Decisions, the newest first."""

    decisions: list[BriefDecision]


class ExplanationFacts(BaseModel):
    """A decision as it was logged, whether its replay is the same, and why others fell out."""

    decision: dict[str, Any]
    same: bool
    skipped: dict[str, int]


def routes(ads: AdService, watched: WatchedReports, reports: AdReports) -> APIRouter:
    """Accounts for those whose campaigns they are, decisions and what was watched for the house."""
    router = APIRouter()
    router.routes.extend(watched_routes.routes(watched).routes)
    router.routes.extend(delivery_routes.routes(ads).routes)
    router.routes.extend(_accounts(ads).routes)
    router.routes.extend(_completion(ads, reports).routes)
    router.routes.extend(_decisions(ads).routes)
    return router


def _decisions(ads: AdService) -> APIRouter:
    router = APIRouter(prefix="/v1/ads", tags=["ads"])

    @router.get("/decisions", dependencies=[may(Role.OPERATOR)])
    async def decisions(
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> DecisionList:
        """List the decisions that were written last, the newest first."""
        found = await ads.latest_decisions(limit)
        return DecisionList(decisions=[_brief(each) for each in found])

    @router.get("/decisions/{decision_id}", dependencies=[may(Role.OPERATOR)])
    async def explain(decision_id: UUID) -> ExplanationFacts:
        """Say why these ads were shown, by making the decision again from its log."""
        explained = await ads.explain(decision_id)
        return ExplanationFacts(
            decision=msgspec.to_builtins(explained.decision),
            same=explained.same,
            skipped=dict(explained.repeated.skipped),
        )

    return router


def _accounts(ads: AdService) -> APIRouter:
    router = APIRouter(prefix="/v1/ads/campaigns/{campaign_id}", tags=["ads"], dependencies=[_OWN])

    @router.get("/invoice")
    async def invoice(campaign_id: UUID, start: AwareDatetime, end: AwareDatetime) -> InvoiceFacts:
        """Account for what was billed from one instant up to another."""
        return _invoice(await _account(ads, campaign_id, start, end))

    @router.get("/invoice.csv", response_class=Response)
    async def invoice_csv(campaign_id: UUID, start: AwareDatetime, end: AwareDatetime) -> Response:
        """Give the same account as a table."""
        facts = _invoice(await _account(ads, campaign_id, start, end))
        file = io.StringIO()
        table = csv.writer(file)
        table.writerow(["line item", "creative", "impressions", "amount", "currency"])
        for line in facts.lines:
            table.writerow(
                [
                    harmless(line.line_item),
                    line.creative_id,
                    line.impressions,
                    line.amount,
                    facts.currency,
                ]
            )
        table.writerow(["total", "", "", facts.total, facts.currency])
        return Response(file.getvalue(), media_type="text/csv")

    return router


def _completion(ads: AdService, reports: AdReports) -> APIRouter:
    router = APIRouter(prefix="/v1/ads/campaigns/{campaign_id}", tags=["ads"], dependencies=[_OWN])

    @router.get("/completion")
    async def completion(campaign_id: UUID) -> CompletionList:
        """Say how each creative is watched to its end, and with which chance it is drawn."""
        await ads.campaign(campaign_id)
        return CompletionList(
            creatives=[
                CompletionFacts(
                    line_item_id=one.line_item.id,
                    line_item=one.line_item.name,
                    creative_id=one.creative_id,
                    shown=one.shown.shown,
                    completed=one.shown.completed,
                    rate=one.rate,
                    from_rate=one.between.lower,
                    to_rate=one.between.upper,
                    chance=one.chance,
                )
                for one in await reports.creatives(campaign_id)
            ]
        )

    @router.get("/completion.csv", response_class=Response)
    async def completion_csv(campaign_id: UUID) -> Response:
        """Give the same as a table."""
        file = io.StringIO()
        table = csv.writer(file)
        table.writerow(CompletionFacts.model_fields)
        for each in (await completion(campaign_id)).creatives:
            table.writerow([harmless(cell) for cell in each.model_dump().values()])
        return Response(file.getvalue(), media_type="text/csv")

    return router


async def _account(ads: AdService, campaign: UUID, start: datetime, end: datetime) -> Invoice:
    if start >= end:
        raise Invalid("An account ends after it starts.", remedy="Swap the two.", field="end")
    return await ads.invoice(campaign, start, end)


def _brief(made: Decision) -> BriefDecision:
    return BriefDecision(
        id=made.id,
        at=made.request.at,
        title=made.request.title,
        placed=len(made.placed),
        candidates=made.candidates,
    )


def _invoice(invoice: Invoice) -> InvoiceFacts:
    return InvoiceFacts(
        campaign=invoice.campaign.name,
        start=invoice.start,
        end=invoice.end,
        currency=invoice.currency,
        lines=[
            InvoiceLineFacts(
                line_item_id=line.line_item.id,
                line_item=line.line_item.name,
                creative_id=line.creative_id,
                impressions=line.impressions,
                amount=line.amount.amount,
            )
            for line in invoice.lines
        ],
        total=invoice.total.cents,
    )
