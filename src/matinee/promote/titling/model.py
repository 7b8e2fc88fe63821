"""Which typefaces titles are set in, and where the build of the pages puts them."""

from collections.abc import Mapping
from pathlib import Path

HELD = Path(__file__).parent / "fonts" / "held"
"""Where the build puts the faces, each as ``NAME.ttf``."""
COMMON = "NotoSans_700Bold"
_ARABIC, _DEVANAGARI = "NotoKufiArabic_700Bold", "NotoSansDevanagari_700Bold"
BY_LANGUAGE: Mapping[str, str] = {
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ug", "ur"), _ARABIC),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), _DEVANAGARI),
    **dict.fromkeys(("he", "yi"), "NotoSansHebrew_700Bold"),
    "ja": "NotoSansJP_700Bold",
    "ko": "NotoSansKR_700Bold",
    "th": "NotoSansThai_700Bold",
    "zh": "NotoSansSC_700Bold",
}
"""The face of a language, by its first subtag; all others have ``COMMON``."""
NAMES = (COMMON, *dict.fromkeys(BY_LANGUAGE.values()))
