"""A blend's label is in the language of those who see it."""

import pytest

from matinee.ads.blends.labels import label_of


@pytest.mark.parametrize(
    ("territories", "line", "begins"),
    [
        (("PT", "BR"), "en", "Publicidade"),
        (("AT",), "en-GB", "Anzeige"),
        (("PT", "ES"), "es-ES", "Publicidad "),
        (("PT", "ES"), "ja", "Advertisement"),
        (("BE",), "fr", "Publicité"),
        (("*",), "nl", "Advertentie"),
        (("JP",), "ja", "Advertisement"),
    ],
)
def test_the_territorys_language_then_the_lines_then_english(
    territories: tuple[str, ...], line: str, begins: str
) -> None:
    for generated in (False, True):
        assert label_of(territories, line, generated=generated).startswith(begins)
    assert label_of(territories, line, generated=False) != label_of(
        territories, line, generated=True
    )
