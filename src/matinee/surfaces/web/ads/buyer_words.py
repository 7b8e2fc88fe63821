"""What pods, deals and the reasons of lost bids are called."""

from matinee.ads.bidding.model import DealKind, PodKind, Reason
from matinee.surfaces.web.languages import Tongue


def pod_words(tongue: Tongue) -> dict[str, str]:
    """How a break is put to a buyer."""
    return {
        PodKind.DYNAMIC.value: tongue.say("Dynamic: seconds to be filled"),
        PodKind.STRUCTURED.value: tongue.say("Structured: one place after the other"),
        PodKind.HYBRID.value: tongue.say("Hybrid: the first place by itself, then seconds"),
    }


def deal_words(tongue: Tongue) -> dict[str, str]:
    """What was agreed."""
    return {
        DealKind.GUARANTEED.value: tongue.say("Programmatic guaranteed, at an agreed price"),
        DealKind.PREFERRED.value: tongue.say("Preferred, at an agreed price"),
        DealKind.PRIVATE.value: tongue.say("Private auction, from a floor up"),
    }


def reason_words(tongue: Tongue) -> dict[Reason, str]:
    """Why nothing came of a bid or of an answer."""
    return {
        Reason.SLOW: tongue.say("Answered too late"),
        Reason.NOT_REACHED: tongue.say("Not reached"),
        Reason.TOO_LARGE: tongue.say("Answer too large"),
        Reason.NOT_JSON: tongue.say("Answer cannot be read"),
        Reason.OTHER_AUCTION: tongue.say("Answer to another question"),
        Reason.CURRENCY: tongue.say("Another currency"),
        Reason.TOO_MANY_BIDS: tongue.say("Too many bids"),
        Reason.MALFORMED: tongue.say("Bid cannot be read"),
        Reason.UNKNOWN_IMPRESSION: tongue.say("For a place that was not offered"),
        Reason.PRICE: tongue.say("No price that can be"),
        Reason.SEAT: tongue.say("Seat that may not bid"),
        Reason.DEAL: tongue.say("Deal that there is not"),
        Reason.FLOOR: tongue.say("Below the floor"),
        Reason.DEAL_FLOOR: tongue.say("Below what the deal says"),
        Reason.CREATIVE_ID: tongue.say("Creative without an id"),
        Reason.DOMAIN: tongue.say("Advertiser without a domain"),
        Reason.DOMAIN_BLOCKED: tongue.say("Advertiser is blocked"),
        Reason.TAXONOMY: tongue.say("Categories of another taxonomy"),
        Reason.CATEGORY_BLOCKED: tongue.say("Category is blocked"),
        Reason.POSITION: tongue.say("Wants a certain position"),
        Reason.MARKUP: tongue.say("No ad in the bid"),
        Reason.NOT_VAST: tongue.say("Ad is not VAST"),
        Reason.NO_AD_BEHIND: tongue.say("Wrapper leads to no ad"),
        Reason.DURATION: tongue.say("Length does not fit"),
        Reason.NOT_SECURE: tongue.say("Film not over HTTPS"),
        Reason.FILE_TYPE: tongue.say("Film of a kind that is not played"),
        Reason.TWICE: tongue.say("Creative was bid twice"),
        Reason.OUTBID: tongue.say("Outbid"),
    }
