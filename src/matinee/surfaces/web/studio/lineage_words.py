"""What the parts of a lineage are called."""

from matinee.studio.lineage.model import NodeKind, Relation, Term
from matinee.surfaces.web.languages import Tongue


def kind_words(tongue: Tongue) -> dict[NodeKind, str]:
    """What stands in a box."""
    say = tongue.say
    return {
        NodeKind.PICTURE: say("Picture on a board"),
        NodeKind.OUTPUT: say("Made by a model"),
        NodeKind.SHOT: say("Shot"),
        NodeKind.INPUT: say("Known by hash alone"),
        NodeKind.REQUEST: say("Request to the model"),
        NodeKind.MODEL: say("Model"),
        NodeKind.PERMIT: say("Permit"),
        NodeKind.DECISION: say("Decision"),
        NodeKind.USE: say("Declared use"),
        NodeKind.CONSENT: say("Consent"),
    }


def relation_words(tongue: Tongue) -> dict[Relation, str]:
    """How one thing came of another."""
    say = tongue.say
    return {
        Relation.SAME_FILE: say("Is the file of"),
        Relation.MADE_OF: say("Made of"),
        Relation.ASKED_BY: say("Asked by"),
        Relation.MADE_BY: say("Made by"),
        Relation.PERMITTED_BY: say("Permitted by"),
        Relation.DECIDED_BY: say("Decided by"),
        Relation.DECLARED_AS: say("Declared as"),
        Relation.RESTS_ON: say("Rests on"),
    }


def term_words(tongue: Tongue) -> dict[Term, str]:
    """What a fact is about."""
    say = tongue.say
    return {
        Term.SHA256: "SHA-256",
        Term.BOARD: say("Board"),
        Term.SOURCE: say("Source"),
        Term.LICENCE: say("Licence"),
        Term.ADDED: say("Added"),
        Term.BY: say("By"),
        Term.CREDENTIALS: say("Content credentials of the file"),
        Term.SIGNER: say("Signed by"),
        Term.SOURCE_TYPE: say("Source type"),
        Term.MEDIA_TYPE: say("Kind of file"),
        Term.MADE: say("Made"),
        Term.CLOSED: say("Closed, because"),
        Term.LEDGER: say("Ledger entry"),
        Term.METHOD: say("Made here by"),
        Term.SETTINGS: say("With these settings"),
        Term.MASK: say("Hash of its mask"),
        Term.PROMPT: say("Prompt"),
        Term.SCENE: say("In the words of scene"),
        Term.SEED: say("Seed"),
        Term.SIZE: say("Size in pixels"),
        Term.GIVEN_AS: say("The model was given it as"),
        Term.COUNT: say("How many"),
        Term.FRAMES: say("Frames"),
        Term.KEY_FRAMES: say("Key frames"),
        Term.TOOL: say("Tool"),
        Term.TOOL_VERSION: say("Version of the tool"),
        Term.LICENCE_TIER: say("Licence tier"),
        Term.TERMS: say("Hash of its terms"),
        Term.MAY_TRAIN: say("Its maker may train on inputs"),
        Term.MAY_RETAIN: say("Its maker may keep inputs"),
        Term.TRAINING_BASIS: say("Trained on"),
        Term.WEIGHTS: say("Hash of its weights"),
        Term.WEIGHTS_READ: say("Read here from its file"),
        Term.STATED: say("What its server calls it"),
        Term.PERMIT_KIND: say("Kind of permit"),
        Term.USES: say("Used"),
        Term.EXPIRES: say("Ends"),
        Term.ENDED: say("Ended"),
        Term.OUTCOME: say("Outcome"),
        Term.RULES: say("Rules that spoke"),
        Term.DECIDED: say("Decided"),
        Term.PURPOSE: say("Purpose"),
        Term.STANDING: say("How it stands"),
        Term.NOT_RECORDED: say("Not recorded"),
    }
