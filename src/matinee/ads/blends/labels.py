"""What stands in a blend's picture, and in its metadata, in the language of where it is shown."""

from collections.abc import Sequence

_PROCEDURE_AND_MODEL = {
    "en": (
        "Advertisement · composed by a procedure, without a generative model",
        "Advertisement · a generative model drew its background",
    ),
    "pt": (
        "Publicidade · composta por um procedimento, sem modelo generativo",
        "Publicidade · um modelo generativo desenhou o fundo",
    ),
    "es": (
        "Publicidad · compuesta por un procedimiento, sin modelo generativo",
        "Publicidad · un modelo generativo dibujó el fondo",
    ),
    "fr": (
        "Publicité · composée par un procédé, sans modèle génératif",
        "Publicité · un modèle génératif en a dessiné le fond",
    ),
    "de": (
        "Anzeige · durch ein Verfahren zusammengesetzt, ohne generatives Modell",
        "Anzeige · ein generatives Modell hat den Hintergrund gezeichnet",
    ),
    "it": (
        "Pubblicità · composta da un procedimento, senza modello generativo",
        "Pubblicità · un modello generativo ne ha disegnato lo sfondo",
    ),
    "nl": (
        "Advertentie · samengesteld door een procedure, zonder generatief model",
        "Advertentie · een generatief model tekende de achtergrond",
    ),
}
_SPOKEN = {
    **dict.fromkeys(("AO", "BR", "CV", "MZ", "PT"), "pt"),
    **dict.fromkeys(("AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT"), "es"),
    **dict.fromkeys(("HN", "MX", "NI", "PA", "PE", "PY", "SV", "UY", "VE"), "es"),
    **dict.fromkeys(("FR", "MC"), "fr"),
    **dict.fromkeys(("AT", "DE", "LI"), "de"),
    **dict.fromkeys(("AU", "GB", "IE", "NZ", "US"), "en"),
    **dict.fromkeys(("IT", "SM"), "it"),
    "NL": "nl",
}
"""Territories where nearly all read one of these; Belgium and Switzerland have several."""


def label_of(territories: Sequence[str], line: str, *, generated: bool) -> str:
    """The label of a picture for some territories, whose line is written in the language ``line``.

    In the one language of the territories; where they have several, or none that is known here, in
    the line's; and in English where that is not known here either.
    """
    spoken = {_SPOKEN.get(each, "") for each in territories}
    only = spoken.pop() if len(spoken) == 1 else ""
    language = only or line.partition("-")[0].lower()
    words = _PROCEDURE_AND_MODEL.get(language, _PROCEDURE_AND_MODEL["en"])
    return words[generated]
