"""What pages call each role."""

from matinee.access.model import Role
from matinee.surfaces.web.languages import Tongue


def role_words(tongue: Tongue) -> dict[Role, str]:
    """What the page calls each role."""
    return {
        Role.MEMBER: tongue.say("Member"),
        Role.PROGRAMMER: tongue.say("Programmer"),
        Role.ADVERTISER: tongue.say("Advertiser"),
        Role.FILM_MAKER: tongue.say("Film-maker"),
        Role.REPRESENTATIVE: tongue.say("Representative"),
        Role.COUNSEL: tongue.say("Counsel"),
        Role.OPERATOR: tongue.say("Operator"),
    }
