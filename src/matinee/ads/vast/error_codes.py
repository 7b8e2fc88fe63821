"""The error codes of VAST 4.2 (section 2.3.6.3), and refusals that carry one."""

from enum import IntEnum

from matinee.errors import Invalid


class VastErrorCode(IntEnum):
    """What ``[ERRORCODE]`` says of an ad that could not be shown."""

    XML_PARSING = 100
    SCHEMA_VALIDATION = 101
    VERSION_NOT_SUPPORTED = 102
    TRAFFICKING = 200
    LINEARITY_NOT_EXPECTED = 201
    DURATION_NOT_EXPECTED = 202
    SIZE_NOT_EXPECTED = 203
    CATEGORY_MISSING = 204
    CATEGORY_BLOCKED = 205
    BREAK_SHORTENED = 206
    WRAPPER = 300
    WRAPPER_TIMEOUT = 301
    WRAPPER_LIMIT = 302
    WRAPPER_NO_AD = 303
    INLINE_TIMEOUT = 304
    LINEAR = 400
    FILE_NOT_FOUND = 401
    MEDIA_TIMEOUT = 402
    MEDIA_NOT_SUPPORTED = 403
    MEDIA_DISPLAY = 405
    MEZZANINE_MISSING = 406
    MEZZANINE_DOWNLOADING = 407
    CONDITIONAL_REJECTED = 408
    INTERACTIVE_NOT_EXECUTED = 409
    VERIFICATION_NOT_EXECUTED = 410
    MEZZANINE_UNFIT = 411
    NON_LINEAR = 500
    NON_LINEAR_SIZE = 501
    NON_LINEAR_NOT_FETCHED = 502
    NON_LINEAR_NOT_SUPPORTED = 503
    COMPANION = 600
    COMPANION_SIZE = 601
    COMPANION_REQUIRED = 602
    COMPANION_NOT_FETCHED = 603
    COMPANION_NOT_SUPPORTED = 604
    UNDEFINED = 900
    VPAID = 901
    INTERACTIVE_CREATIVE = 902


def refusal(code: VastErrorCode, sentence: str, *, field: str = "vast") -> Invalid:
    """The error for a document that is refused, as ``vast_101``; ``field`` is a path into it."""
    return Invalid(sentence, code=f"vast_{int(code)}", field=field)
