"""What the clearance desk calls kinds of use, evidence and outcomes, in the page's language."""

from collections.abc import Iterable, Mapping

from matinee.surfaces.web.languages import Tongue


def kinds(tongue: Tongue) -> dict[str, tuple[str, str]]:
    """Every kind of use: its name, and what is meant by it."""
    say = tongue.say
    return {
        "ideation": (say("Ideation"), say("mood boards, reference pictures, nothing that stays")),
        "text": (say("Text"), say("a synopsis, a line of dialogue, a summary")),
        "background_element": (
            say("Background element"),
            say("a sign, a poster, something that the camera sees"),
        ),
        "key_design": (
            say("Key design"),
            say("a character, a key visual, a setting central to the story"),
        ),
        "replica": (
            say("Replica of a performer"),
            say("re-ageing, a synthetic voice, a digital double"),
        ),
        "dub": (say("Dub"), say("a performer's voice in another language")),
        "scan": (say("Scan of a performer"), say("capturing body, face or voice for later use")),
        "alteration": (
            say("Alteration of a performance"),
            say("cosmetics, wardrobe, timing, clarity and the like"),
        ),
        "synthetic_performer": (say("Synthetic performer"), say("somebody who is nobody")),
        "training": (say("Training"), say("training or fine-tuning a model on a set of items")),
        "promotion": (say("Promotion"), say("artwork, trailers, posters of the title")),
        "advertisement": (say("Advertisement"), say("a creative for somebody's campaign")),
    }


def touches(tongue: Tongue) -> dict[str, tuple[str, str]]:
    """What a use may touch, any of which asks for a written approval."""
    say = tongue.say
    return {
        "final": (say("Final deliverables"), say("the audience will see or hear it")),
        "likeness": (
            say("A performer's likeness"),
            say("face, body or voice; ticked for you where a performer is named"),
        ),
        "personal_data": (say("Personal data"), say("anything that tells who somebody is")),
        "third_party_ip": (say("Somebody else's work"), say("a text, a picture, a mark, a song")),
        "unreleased_input": (
            say("The company's unreleased material"),
            say("footage, scripts, contracts that are not public"),
        ),
    }


def principles(tongue: Tongue) -> dict[str, str]:
    """The five principles as statements to agree with."""
    say = tongue.say
    return {
        "P1": say("The output reproduces nothing that is owned by others."),
        "P2": say("The tool neither stores nor trains on what it is given or makes."),
        "P3": say("The tool runs in a secured environment of ours or a vendor's."),
        "P4": say("What is made is temporary, and no part of what is delivered."),
        "P5": say("No performance, and no work that a union covers, is replaced without consent."),
    }


def exemptions(tongue: Tongue) -> dict[str, str]:
    """The codes by which an alteration may do without a consent."""
    say = tongue.say
    return {
        "cosmetics": say("Cosmetics"),
        "wardrobe": say("Wardrobe"),
        "noise": say("Noise"),
        "timing": say("Timing"),
        "continuity": say("Continuity"),
        "pitch": say("Pitch"),
        "clarity": say("Clarity"),
        "dubbing": say("Permitted dubbing"),
        "double": say("Permitted double"),
        "as_scripted": say("Substantially as scripted and performed"),
        "safety": say("What no person can safely do"),
        "unrecognisable": say("The performer cannot be recognised"),
    }


def outcomes(tongue: Tongue) -> dict[str, str]:
    """The three outcomes."""
    say = tongue.say
    return {"go": say("Go"), "review": say("Review"), "refused": say("Refused")}


def verdicts(tongue: Tongue) -> dict[str, str]:
    """What each outcome means for whoever asks."""
    say = tongue.say
    return {
        "go": say("The work may begin: a permit can be had."),
        "review": say("A named person has to say yes before the work begins."),
        "refused": say("Something is missing or out of scope. Bring it and ask again."),
    }


def evidence(tongue: Tongue) -> dict[str, str]:
    """Pieces of evidence by their path in a question; a shorter path stands for what is in it."""
    say = tongue.say
    return {
        "evidence.declaration": say("The declaration"),
        "evidence.approval": say("A written approval that covers this"),
        "evidence.tool": say("The tool's terms, as reviewed"),
        "evidence.tool.reviewed_at": say("A review of the tool's terms before the work"),
        "evidence.training_set": say("The training set, item by item"),
        "evidence.element": say("How prominent the element is, and who worked on it"),
        "evidence.names": say("The check of prompts and references for names"),
        "evidence.consent": say("The performer's signed consent"),
        "evidence.scan": say("Notice of the scan, its session and its reason"),
        "evidence.scan.reason": say("The business reason of the scan"),
        "evidence.alteration": say("An exemption code with its reason"),
        "evidence.writing": say("A separately signed writing for the other production"),
        "evidence.pay": say("Days, rate and residuals"),
        "evidence.counts": say("The counts of background performers"),
        "evidence.synthetic": say("Notice to the union"),
        "evidence.synthetic.bargaining_outcome": say("The outcome of the bargaining"),
        "evidence.synthetic.statement_of_value": say("A statement of significant added value"),
        "evidence.dispute": say("A strike in force"),
        "evidence.performer": say("Who the performer is"),
        "evidence.performer.authority": say("The authority of representative or union"),
        "evidence.performer.guardian": say("The guardian who consents for the minor"),
        "evidence.performer.nudity_or_sex": say("Whether the scene holds nudity or simulated sex"),
        "evidence.access": say("The business need for the replica"),
        "evidence.clause": say("The replica clause"),
        "evidence.label": say("A label that keeps it from passing as real"),
        "evidence.publication": say("What a published file carries"),
        "evidence.publication.source_type": say("The source type"),
        "evidence.publication.manifest_hash": say("Content credentials"),
        "evidence.publication.manifest_valid": say("The check of the content credentials"),
        "evidence.publication.deep_fake": say("Whether it could pass for real"),
        "evidence.publication.disclosure": say("What viewers are told"),
        "evidence.vendor": say("The vendor's attestations, step by step"),
        "use.principles.P1": say("A yes to principle 1"),
        "use.principles.P2": say("A yes to principle 2"),
        "use.principles.P3": say("A yes to principle 3"),
        "use.principles.P4": say("A yes to principle 4"),
        "use.principles.P5": say("A yes to principle 5"),
        "use.languages": say("The languages"),
    }


def spoken(paths: Iterable[str], tongue: Tongue) -> list[str]:
    """Pieces of evidence in words, each once: by their own name, else by what they belong to."""
    named = evidence(tongue)
    unnamed = tongue.say("The declaration's own answers")
    return list(dict.fromkeys(_named(path, named) or unnamed for path in paths))


def _named(path: str, named: Mapping[str, str]) -> str | None:
    while path and path not in named:
        path = path.rpartition(".")[0]
    return named.get(path)
