"""From a form to a consent as it was signed, with the evidence that rules R8 to R20 ask for."""

from typing import Any

from matinee.clearance.desk.model import NewConsent
from matinee.surfaces.web.clearance.forms import Reading, known

_FIELDS = {"performer": "performer", "document": "document"}
NEEDED = ("signed_at", "starts", "expires", "description")


def read(reading: Reading, *, document: str | None) -> NewConsent | None:
    """A consent, or None with the faults; ``document`` is the hash of the paper that was kept."""
    typed, say = reading.typed, reading.tongue.say
    values: dict[str, Any] = {
        "performer": reading.needed("performer"),
        "document": document,
        "signed_at": reading.moment("signed_at"),
        "starts": reading.moment("starts"),
        "expires": reading.moment("expires"),
        "separate": reading.flag("separate"),
        "conspicuous": reading.flag("conspicuous"),
        "specific": reading.flag("specific"),
        "productions": list(typed.all("productions")),
        "uses": list(typed.all("uses")),
        "territories": reading.codes("territories", upper=True),
        "languages": reading.codes("languages"),
        "description": reading.text("description"),
    }
    for name in NEEDED:
        if values[name] is None:
            reading.faults.setdefault(name, say("This is needed."))
    if document is None:
        reading.faults.setdefault("document", say("Choose the signed paper, as a scan."))
    for name in ("productions", "uses", "territories", "languages"):
        if not values[name]:
            reading.faults.setdefault(name, say("This is needed."))
    starts, expires = values["starts"], values["expires"]
    if starts and expires and expires <= starts:
        reading.faults["expires"] = say("The term ends after it begins.")
    return reading.shape(NewConsent, known(values), _FIELDS)
