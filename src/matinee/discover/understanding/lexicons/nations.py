"""Nations and languages as adjectives, and countries as nouns: from CLDR, and what it lacks.

CLDR (by Babel) names languages and territories; it does not say what people of a territory are
called, so those adjectives stand here.
"""

from functools import lru_cache

from babel import Locale

from matinee.discover.understanding.lexicons.listing import listed

LANGUAGE_FIRST = frozenset({"french", "german", "english"})
"""Adjectives that name a language rather than a country; they name it where it is refused too,
but for those of a country whose films are meant (``not French``)."""

DEMONYMS: dict[str, str] = dict(
    pair.split(":")
    for pair in listed(
        "afghan:AF, albanian:AL, algerian:DZ, american:US, us:US, usa:US, argentinian:AR, "
        "argentine:AR, argentinean:AR, armenian:AM, australian:AU, aussie:AU, austrian:AT, "
        "belgian:BE, bolivian:BO, bosnian:BA, brazilian:BR, british:GB, uk:GB, bulgarian:BG, "
        "cambodian:KH, canadian:CA, chilean:CL, chinese:CN, colombian:CO, croatian:HR, cuban:CU, "
        "czech:CZ, danish:DK, dutch:NL, egyptian:EG, estonian:EE, ethiopian:ET, filipino:PH, "
        "finnish:FI, french:FR, georgian:GE, german:DE, greek:GR, hungarian:HU, icelandic:IS, "
        "indian:IN, indonesian:ID, iranian:IR, persian:IR, iraqi:IQ, irish:IE, israeli:IL, "
        "italian:IT, jamaican:JM, japanese:JP, jordanian:JO, kazakh:KZ, kenyan:KE, korean:KR, "
        "latvian:LV, lebanese:LB, lithuanian:LT, macedonian:MK, malaysian:MY, mexican:MX, "
        "mongolian:MN, moroccan:MA, nepalese:NP, nigerian:NG, norwegian:NO, pakistani:PK, "
        "palestinian:PS, peruvian:PE, polish:PL, portuguese:PT, romanian:RO, russian:RU, "
        "scottish:GB, senegalese:SN, serbian:RS, singaporean:SG, slovak:SK, slovakian:SK, "
        "slovenian:SI, spanish:ES, swedish:SE, swiss:CH, syrian:SY, taiwanese:TW, thai:TH, "
        "tunisian:TN, turkish:TR, ukrainian:UA, uruguayan:UY, venezuelan:VE, vietnamese:VN, "
        "welsh:GB, kiwi:NZ"
    )
)
"""The adjective of a country; what is a language as well is told apart by what stands beside it."""

_COUNTRY_NAMES = {
    "america": "US",
    "the states": "US",
    "united states": "US",
    "usa": "US",
    "uk": "GB",
    "britain": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "korea": "KR",
    "holland": "NL",
    "the netherlands": "NL",
    "czechia": "CZ",
    "czech republic": "CZ",
    "turkey": "TR",
    "hong kong": "HK",
    "taiwan": "TW",
    "new zealand": "NZ",
    "soviet union": "SU",
    "ussr": "SU",
    "yugoslavia": "YU",
    "czechoslovakia": "CS",
    "east germany": "DD",
    "west germany": "DE",
    "ireland": "IE",
}
_ADJECTIVES_OF_NAMES = ("hong kong", "new zealand", "south korean", "soviet")
_LANGUAGE_NAMES = {
    "mandarin": "zh",
    "cantonese": "yue",
    "farsi": "fa",
    "flemish": "nl",
    "gaelic": "ga",
    "tagalog": "tl",
    "filipino": "tl",
    "castilian": "es",
    "norwegian": "no",
    "sign language": "sgn",
}
_NO_ADJECTIVES = frozenset(
    {"even", "fang", "ga", "luo", "male", "mari", "mon", "vai", "twi", "lao"}
)
"""Names of languages that are ordinary words, or too short to be meant."""


@lru_cache(maxsize=1)
def languages() -> dict[str, str]:
    """Names of languages in lower case, by their tags."""
    named = {
        name.lower(): tag
        for tag, name in Locale("en").languages.items()
        if "_" not in tag and "(" not in name and len(name) > 3 and name.isascii()
    }
    for word in _NO_ADJECTIVES:
        named.pop(word, None)
    return named | _LANGUAGE_NAMES


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Names of countries in lower case, by their codes."""
    named = {
        name.lower().replace("-", " "): code
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and name.isascii() and "&" not in name and "(" not in name
    }
    named.pop("world", None)
    return named | _COUNTRY_NAMES


@lru_cache(maxsize=1)
def adjectives() -> dict[str, tuple[str | None, str | None]]:
    """Each adjective with its language and its country, where it has them."""
    spoken = languages()
    both: dict[str, tuple[str | None, str | None]] = {
        word: (spoken.get(word), code) for word, code in DEMONYMS.items()
    }
    both |= {word: (tag, None) for word, tag in spoken.items() if word not in DEMONYMS}
    named = countries()
    both |= {name: (None, named[name]) for name in _ADJECTIVES_OF_NAMES if name in named}
    both |= {"south korean": ("ko", "KR"), "soviet": (None, "SU"), "persian": ("fa", "IR")}
    return both | {"english": ("en", None), "hollywood": (None, "US")}
