"""Elements described once, as dataclasses whose annotations both read and write them.

A field that is a ``Node``, or a tuple of nodes, is a child element of the name given in its
annotation; ``value`` is the element's text; every other field is an attribute, named as the field
is in lower camel case unless its annotation says otherwise. What a description does not know, the
order in which children came, and a spelling that the type would write otherwise are kept, so that
a document which is read is written again as it was.
"""

import types
import typing
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeVar, cast, get_type_hints

from lxml import etree

from matinee.ads.vast.error_codes import VastErrorCode, refusal
from matinee.ads.vast.safe_xml import Element, fragment
from matinee.ads.vast.scalars import read_scalar, write_scalar


@dataclass(frozen=True, slots=True)
class Name:
    """The name of the element or attribute that a field stands for."""

    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the description does not hold: foreign parts, order of children, spellings."""

    attributes: tuple[tuple[str, str], ...] = ()
    elements: tuple[str, ...] = ()
    text: str = ""
    order: tuple[str, ...] = ()
    spelt: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One element; ``kept`` is empty for what Matinee makes itself."""

    kept: Kept = Kept()


@dataclass(frozen=True, slots=True, kw_only=True)
class Root(Node):
    """An element that starts a vocabulary of its own, as VAST does alone and inside VMAP."""

    namespace: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign(Node):
    """An element whose inside belongs to somebody else, kept as its canonical text."""

    xml: str

    @property
    def kind(self) -> str | None:
        """The attribute ``type``, by which extensions are told apart."""
        return fragment(self.xml).get("type")


N = TypeVar("N", bound=Node)
Scalar = str | int | bool | Decimal | timedelta
FOREIGN = "*"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a field lies: ``node`` for a child element, else ``scalar`` for attribute or text."""

    field: str
    name: str
    node: type[Node] | None
    scalar: type[Any]
    many: bool
    required: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    text: _Place | None
    attributes: Mapping[str, _Place]
    children: Mapping[str, _Place]


def read_node(kind: type[N], element: Element, *, path: str = "") -> N:
    """An element as its dataclass.

    Raises:
        Invalid: code ``vast_101``, with the path of what is missing, doubled or unreadable.
    """
    here = f"{path}/{etree.QName(element).localname}"
    if issubclass(kind, Foreign):
        return cast("N", kind(xml=_canonical_text(element)))
    plan = _plan(kind)
    values: dict[str, Any] = {}
    spelt: list[tuple[str, str]] = []
    foreign_attributes: list[tuple[str, str]] = []
    for name, text in element.attrib.items():
        place = plan.attributes.get(str(name))
        if place is None:
            foreign_attributes.append((str(name), str(text)))
        else:
            values[place.field] = _scalar(place, str(text), f"{here}/@{name}", spelt)
    loose_text = _text_of(element)
    if plan.text is not None:
        values[plan.text.field] = _scalar(plan.text, loose_text, here, spelt)
        loose_text = ""
    if issubclass(kind, Root):
        values |= {"namespace": etree.QName(element).namespace, "prefix": element.prefix}
    nodes, foreign, order = _read_children(plan, element, here)
    for place in plan.children.values():
        found = nodes.get(place.name, [])
        if place.many:
            values[place.field] = tuple(found)
        elif len(found) > 1:
            raise refusal(
                VastErrorCode.SCHEMA_VALIDATION, f"{here} has two {place.name}.", field=here
            )
        elif found:
            values[place.field] = found[0]
    _refuse_missing(plan, values, here)
    kept = Kept(tuple(foreign_attributes), tuple(foreign), loose_text, tuple(order), tuple(spelt))
    return kind(kept=kept, **values)


def write_node(
    node: Node,
    tag: str,
    *,
    orders: Mapping[str, tuple[str, ...]],
    namespace: str | None = None,
    parent: Element | None = None,
) -> Element:
    """The element of a node, under ``parent`` where one is given.

    ``orders`` names the order of children of elements in which a version departs from that of the
    descriptions; children that were read keep the order in which they came.
    """
    if isinstance(node, Foreign):
        element = fragment(node.xml)
        if parent is not None:
            parent.append(element)
        return element
    named: dict[str | None, str] = {}
    if isinstance(node, Root):
        namespace = node.namespace
        named = {node.prefix: namespace} if namespace else {}
    element = etree.Element(f"{{{namespace}}}{tag}" if namespace else tag, nsmap=named)
    if parent is not None:
        parent.append(element)
    plan = _plan(type(node))
    _write_scalars(node, plan, element)
    for name, child in _arranged(node, plan, orders.get(tag, ())):
        if isinstance(child, str):
            element.append(fragment(child))
        else:
            write_node(child, name, orders=orders, namespace=namespace, parent=element)
    return element


def _write_scalars(node: Node, plan: _Plan, element: Element) -> None:
    spelt = dict(node.kept.spelt)
    for place in plan.attributes.values():
        if (value := getattr(node, place.field)) is not None:
            element.set(place.name, _spelling(place, value, spelt))
    for name, value in node.kept.attributes:
        element.set(name, value)
    if plan.text is not None:
        text = _spelling(plan.text, getattr(node, plan.text.field), spelt)
        # Old players read an address with an ampersand only where it is no markup.
        element.text = etree.CDATA(text) if "://" in text and "]]>" not in text else text
    elif node.kept.text:
        element.text = node.kept.text


def kept_parts(node: Node) -> Iterator[str]:
    """The names of all that was kept without being understood, inside ``node``."""
    yield from (f"{type(node).__name__}/@{name}" for name, _ in node.kept.attributes)
    for text in node.kept.elements:
        yield f"{type(node).__name__}/{etree.QName(fragment(text)).localname}"
    if isinstance(node, Foreign):
        return
    for place in _plan(type(node)).children.values():
        value = getattr(node, place.field)
        for child in value if place.many else (value,):
            if child is not None:
                yield from kept_parts(child)


def _read_children(
    plan: _Plan, element: Element, here: str
) -> tuple[dict[str, list[Node]], list[str], list[str]]:
    nodes: defaultdict[str, list[Node]] = defaultdict(list)
    foreign: list[str] = []
    order: list[str] = []
    namespace = etree.QName(element).namespace
    for child in element:
        name = etree.QName(child)
        place = plan.children.get(name.localname)
        node = place.node if place is not None else None
        if node is None or (name.namespace != namespace and not issubclass(node, Root)):
            foreign.append(_canonical_text(child))
            order.append(FOREIGN)
        else:
            nodes[name.localname].append(read_node(node, child, path=here))
            order.append(name.localname)
    return nodes, foreign, order


def _arranged(node: Node, plan: _Plan, order: tuple[str, ...]) -> Iterator[tuple[str, Node | str]]:
    """Children with their names: as they came where none was added or taken, else in order."""
    if not node.kept.order:
        yield from _in_order(node, plan, order)
        return
    waiting: dict[str, list[Node | str]] = {
        place.name: list(_nodes(node, place)) for place in plan.children.values()
    }
    waiting[FOREIGN] = list(node.kept.elements)
    present = Counter({name: len(found) for name, found in waiting.items() if found})
    if Counter(node.kept.order) == present:
        for name in node.kept.order:
            yield name, waiting[name].pop(0)
        return
    names = [*order, *(name for name in waiting if name not in order)]
    for name in names:
        for child in waiting.get(name, ()):
            yield name, child


def _in_order(node: Node, plan: _Plan, order: tuple[str, ...]) -> Iterator[tuple[str, Node | str]]:
    """Children of what was made here, and not read."""
    first = [plan.children[name] for name in order if name in plan.children]
    rest = [place for place in plan.children.values() if place.name not in order]
    for place in (*first, *rest):
        for child in _nodes(node, place):
            yield place.name, child
    for text in node.kept.elements:
        yield FOREIGN, text


def _nodes(node: Node, place: _Place) -> tuple[Node, ...]:
    value = getattr(node, place.field)
    if place.many:
        return value
    return () if value is None else (value,)


def _scalar(place: _Place, text: str, where: str, spelt: list[tuple[str, str]]) -> Scalar:
    try:
        value = read_scalar(place.scalar, text)
    except ValueError as error:
        raise refusal(
            VastErrorCode.SCHEMA_VALIDATION, f"{text[:40]!r} does not fit {where}.", field=where
        ) from error
    if write_scalar(value) != text:
        spelt.append((place.field, text))
    return value


def _spelling(place: _Place, value: Scalar, spelt: Mapping[str, str]) -> str:
    text = spelt.get(place.field)
    if text is not None and read_scalar(place.scalar, text) == value:
        return text
    return write_scalar(value)


def _refuse_missing(plan: _Plan, values: Mapping[str, Any], here: str) -> None:
    for place in (*plan.attributes.values(), *plan.children.values()):
        if place.required and values.get(place.field) in (None, ()):
            raise refusal(
                VastErrorCode.SCHEMA_VALIDATION, f"{here} has no {place.name}.", field=here
            )


def _text_of(element: Element) -> str:
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(piece.strip() for piece in pieces if piece.strip())


def _canonical_text(element: Element) -> str:
    tail, element.tail = element.tail, None
    try:
        text = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    except etree.C14NError as error:
        # A namespace that is no absolute address has no canonical form (Canonical XML 1.1, 1.3).
        raise refusal(
            VastErrorCode.SCHEMA_VALIDATION,
            f"{element.tag} has a namespace that is no absolute address.",
            field=str(element.tag),
        ) from error
    finally:
        element.tail = tail
    parent = element.getparent()
    if parent is None or etree.QName(element).namespace or not etree.QName(parent).namespace:
        return text.decode()
    # Out of a default namespace: without these words it would fall back into it when written.
    name = etree.QName(element).localname
    return text.decode().replace(f"<{name}", f'<{name} xmlns=""', 1)


@cache
def _plan(kind: type[Node]) -> _Plan:
    hints = get_type_hints(kind, include_extras=True)
    text: _Place | None = None
    attributes: dict[str, _Place] = {}
    children: dict[str, _Place] = {}
    for field in fields(kind):
        if field.name in {"kept", "namespace", "prefix"}:
            continue
        required = field.default is MISSING and field.default_factory is MISSING
        place = _place(field.name, hints[field.name], required=required)
        if place.field == "value":
            text = place
        elif place.node is not None:
            children[place.name] = place
        else:
            attributes[place.name] = place
    return _Plan(text, attributes, children)


def _place(field: str, hint: Any, *, required: bool) -> _Place:
    name = _camel(field)
    if typing.get_origin(hint) is Annotated:
        hint, given = typing.get_args(hint)
        name = given.name
    many = typing.get_origin(hint) is tuple
    if many:
        hint = typing.get_args(hint)[0]
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    node = hint if isinstance(hint, type) and issubclass(hint, Node) else None
    return _Place(field, name, node, hint, many, required)


def _camel(field: str) -> str:
    first, *rest = field.split("_")
    return first + "".join(word.title() for word in rest)
