"""XML from strangers: bounded in bytes and depth, without document types, entities or network."""

from lxml import etree

# lxml has no public name for the type of its elements; the rest of ads takes it from here.
from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage]

from matinee.ads.vast.error_codes import VastErrorCode, refusal

LARGEST = 1 << 20
"""Bytes of one document; a pod of ten ads with all their trackers is a twentieth of it."""
DEEPEST = 48
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOOSE_XSI = "xsi:"


def parse(data: bytes, *, largest: int = LARGEST) -> Element:
    """The root of one document, without comments and processing instructions.

    A prefix ``xsi`` that nobody declared is taken for what it always means: many makers of VMAP
    forget to declare it. Any other fault of well-formedness is refused.

    Raises:
        Invalid: code ``vast_100``, for what is too large, too deep, broken or has a DOCTYPE.
    """
    if len(data) > largest:
        raise refusal(VastErrorCode.XML_PARSING, f"The document has more than {largest:,} bytes.")
    parser = _parser(recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        root = _with_loose_prefixes(data, parser)
        if root is None:
            raise refusal(VastErrorCode.XML_PARSING, f"This is no XML: {error.msg}.") from error
    except ValueError as error:
        raise refusal(VastErrorCode.XML_PARSING, "This is no XML.") from error
    if root.getroottree().docinfo.doctype:
        raise refusal(VastErrorCode.XML_PARSING, "A document type is not accepted.")
    _refuse_depth(root)
    return root


def canonical(root: Element) -> bytes:
    """Exclusive canonical XML of a copy whose text is trimmed, for comparing two documents."""
    copy = etree.fromstring(etree.tostring(root), _parser(recover=False))
    for element in copy.iter():
        element.text = (element.text or "").strip() or None
        element.tail = (element.tail or "").strip() or None
    return etree.tostring(copy, method="c14n", exclusive=True, with_comments=False)


def fragment(text: str) -> Element:
    """One element that :func:`parse` has already let through, from its kept text."""
    return etree.fromstring(text, _parser(recover=False))


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
        recover=recover,
    )


def _with_loose_prefixes(data: bytes, parser: etree.XMLParser) -> Element | None:
    faults = {fault.type for fault in parser.error_log}
    if faults != {etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE}:
        return None
    root = etree.fromstring(data, _parser(recover=True))
    for element in root.iter():
        if _has_prefix(str(element.tag)):
            return None
        for name, value in list(element.attrib.items()):
            if str(name).startswith(_LOOSE_XSI):
                del element.attrib[name]
                element.set(f"{{{XSI}}}{str(name).removeprefix(_LOOSE_XSI)}", value)
            elif _has_prefix(str(name)):
                return None
    return root


def _has_prefix(name: str) -> bool:
    """A prefix that nobody declared is left in the name by the parser."""
    return ":" in name.rpartition("}")[2]


def _refuse_depth(root: Element) -> None:
    """Level by level, so that a deep document costs no deep recursion."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise refusal(VastErrorCode.XML_PARSING, f"Elements lie more than {DEEPEST} deep.")
        level = [child for element in level for child in element]
