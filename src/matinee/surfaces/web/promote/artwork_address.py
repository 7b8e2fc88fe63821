"""Where a member's browser finds a picture: its address names the profile that watches."""

from dataclasses import dataclass

from matinee.assembly.house import House
from matinee.audience.model import History, Profile
from matinee.promote.gallery.model import PictureId
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.places import Language


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """The picture that a member is shown of a title."""

    title: TitleId
    id: PictureId
    profile: ProfileId

    def address(self, shape: str, language: Language | None = None) -> str:
        """Of one of its shapes, with the title on it where a language is given."""
        titled = "" if language is None else f"titled/{language}/"
        at = f"/v1/titles/{self.title}/pictures/{self.id}"
        return f"{at}/{titled}{shape}.jpg?profile={self.profile}"


async def picture_shown(
    house: House, title: TitleId, profile: Profile, history: History, *, row: str
) -> ShownPicture | None:
    """The approved picture that suits the member; None where there is none to show."""
    picture = await house.gallery.choice.picture_for(title, profile, history, row=row)
    return None if picture is None else ShownPicture(title, picture, profile.id)
