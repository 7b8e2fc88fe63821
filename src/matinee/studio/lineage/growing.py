"""Join what boards, shots and the record know into one graph. Pure; nothing is guessed.

A file is known by its hash: what has the same hash is the same file, whoever holds it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from matinee.clearance.ancestry.model import Ancestry, Made
from matinee.clearance.desk.model import ConsentStanding
from matinee.studio.boards.model import Reference
from matinee.studio.commissions.model import Commission
from matinee.studio.lineage.model import Edge, Fact, Graph, Node, NodeKind, Relation, Term
from matinee.studio.reage.model import Shot
from matinee.studio.variants.model import VariantMaking

MOST_INPUTS = 6
"""Unknown inputs of one output that stand by themselves; more of them are told as one node."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """A picture as it hangs, on which board, and what its file's own credentials came to."""

    reference: Reference
    board: str
    credentials: Mapping[str, str]


@dataclass(slots=True)
class Growing:
    """A graph that is being put together from what is known."""

    ancestry: Ancestry
    pictures: Mapping[UUID, Hanging]
    shots: Iterable[Shot]
    makings: Mapping[UUID, VariantMaking]
    asked: Mapping[UUID, Commission] = field(default_factory=dict[UUID, Commission])
    """What boards asked for, by the output that came of it."""
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[Edge, None] = field(default_factory=dict)

    def from_picture(self, hanging: Hanging) -> Graph:
        """The lineage of a picture on a board."""
        return self._graph(self._picture(hanging))

    def from_output(self, made: Made) -> Graph:
        """The lineage of an output."""
        return self._graph(self._output(made))

    def _graph(self, root: str) -> Graph:
        return Graph(root, tuple(self.nodes.values()), tuple(self.edges), self.ancestry.cut)

    def _put(self, node: Node) -> str:
        self.nodes.setdefault(node.key, node)
        return node.key

    def _join(self, above: str, below: str, relation: Relation) -> None:
        self.edges[Edge(above, below, relation)] = None

    def _made(self, digest: str) -> list[Made]:
        return [one for one in self.ancestry.made if one.output.sha256 == digest]

    def _picture(self, first: Hanging) -> str:
        """A picture, and what it was made of here, or is the file of, as far as that leads."""
        waiting = [first]
        while waiting:
            hanging = waiting.pop()
            making = self.makings.get(hanging.reference.id)
            node = picture_node(hanging, making)
            if node.key in self.nodes:
                continue
            self._put(node)
            for made in self._made(hanging.reference.sha256):
                self._join(node.key, self._output(made), Relation.SAME_FILE)
            if making is None:
                continue
            for parent in filter(None, (making.picture, making.example)):
                if parent in self.pictures:
                    waiting.append(self.pictures[parent])
                    below = _key(NodeKind.PICTURE, parent)
                    self._join(node.key, below, Relation.MADE_OF)
        return _key(NodeKind.PICTURE, first.reference.id)

    def _output(self, first: Made) -> str:
        waiting, root = [first], _key(NodeKind.OUTPUT, first.output.id)
        while waiting:
            made = waiting.pop(0)
            if _key(NodeKind.OUTPUT, made.output.id) in self.nodes:
                continue
            key = self._put(output_node(made))
            unknown: list[str] = []
            for parent in made.parents:
                sources = self._made(parent)
                waiting += sources
                known = [_key(NodeKind.OUTPUT, one.output.id) for one in sources]
                known = known or self._held(parent)
                unknown += [] if known else [parent]
                for below in known:
                    self._join(key, below, Relation.MADE_OF)
            for node in input_nodes(key, unknown, given_as(self.asked.get(made.output.id))):
                self._join(key, self._put(node), Relation.MADE_OF)
            self._leave(key, made)
        return root

    def _held(self, digest: str) -> list[str]:
        pictures = [one for one in self.pictures.values() if one.reference.sha256 == digest]
        shots = [one for one in self.shots if one.sha256 == digest]
        held = [self._picture(one) for one in pictures]
        return held + [self._put(shot_node(one)) for one in shots]

    def _leave(self, key: str, made: Made) -> None:
        """The request and the model of an output, and the leave that it was made by."""
        if request := str(made.said.get("request", "")):
            node = Node(
                _key(NodeKind.REQUEST, request), NodeKind.REQUEST, request, request[:12],
                ((Term.SHA256, request), *asked_facts(self.asked.get(made.output.id))),
            )  # fmt: skip
            self._join(key, self._put(node), Relation.ASKED_BY)
        self._join(key, self._put(model_node(made)), Relation.MADE_BY)
        permit = self._put(permit_node(made))
        self._join(key, permit, Relation.PERMITTED_BY)
        decision = self._put(decision_node(made))
        self._join(permit, decision, Relation.DECIDED_BY)
        use = Node(
            _key(NodeKind.USE, made.use.key), NodeKind.USE, made.use.key,
            str(made.use.body["purpose"]),
            ((Term.MADE, made.use.at), (Term.BY, made.use.recorded_by)),
        )  # fmt: skip
        self._join(decision, self._put(use), Relation.DECLARED_AS)
        if made.consent is not None:
            self._join(permit, self._put(consent_node(made.consent)), Relation.RESTS_ON)


def picture_node(hanging: Hanging, making: VariantMaking | None) -> Node:
    """A picture on a board: source, licence, what its file said of itself, how it was made here."""
    told, said = hanging.reference, hanging.credentials
    terms = {
        "standing": Term.CREDENTIALS,
        "signer": Term.SIGNER,
        "source_type": Term.SOURCE_TYPE,
    }
    facts: list[Fact] = [
        (Term.BOARD, hanging.board),
        (Term.SOURCE, told.source),
        (Term.LICENCE, told.licence),
        (Term.ADDED, told.added_at),
        (Term.BY, told.added_by),
        (Term.SHA256, told.sha256),
        *((term, said[name]) for name, term in terms.items() if said.get(name)),
    ]
    if making is not None:
        facts.append((Term.METHOD, making.method.value))
        facts.append((Term.SETTINGS, json.dumps(dict(making.settings), sort_keys=True)))
        facts += [(Term.MASK, making.mask_sha256)] if making.mask_sha256 else []
    key = _key(NodeKind.PICTURE, told.id)
    return Node(key, NodeKind.PICTURE, str(told.id), told.source, tuple(facts))


def shot_node(shot: Shot) -> Node:
    """A shot that was taken in to be re-aged."""
    facts: list[Fact] = [
        (Term.FRAMES, shot.frames),
        (Term.KEY_FRAMES, len(shot.keys)),
        (Term.ADDED, shot.added_at),
        (Term.BY, shot.added_by),
        (Term.SHA256, shot.sha256),
    ]
    if shot.ended_at is not None:
        facts += [(Term.CLOSED, str(shot.ended_because)), (Term.ENDED, shot.ended_at)]
    key = _key(NodeKind.SHOT, shot.id)
    return Node(key, NodeKind.SHOT, str(shot.id), shot.name, tuple(facts))


def asked_facts(asked: Commission | None) -> list[Fact]:
    """What a board asked a model for, where a board did."""
    if asked is None:
        return []
    facts: list[Fact] = [(Term.PROMPT, asked.prompt)]
    facts += [(Term.SCENE, asked.scene)] if asked.scene else []
    facts += [(Term.SEED, asked.seed)] if asked.seed is not None else []
    return [*facts, (Term.SIZE, f"{asked.width} × {asked.height}"), (Term.BY, asked.asked_by)]


def given_as(asked: Commission | None) -> Mapping[str, str]:
    """As what a model was given some files, by their hashes."""
    if asked is None:
        return {}
    roles = {asked.source_sha256: "picture", asked.mask_sha256: "mask"}
    return {digest: role for digest, role in roles.items() if digest is not None}


def input_nodes(above: str, digests: list[str], given: Mapping[str, str]) -> list[Node]:
    """What is known by its hash alone, or as what it was ``given``; many of one output are one."""
    if len(digests) > MOST_INPUTS:
        facts: tuple[Fact, ...] = (
            (Term.COUNT, len(digests)),
            *((Term.SHA256, each) for each in digests[:MOST_INPUTS]),
        )
        key = _key(NodeKind.INPUT, f"several-{above}")
        return [Node(key, NodeKind.INPUT, "", str(len(digests)), facts)]
    return [
        Node(
            _key(NodeKind.INPUT, each),
            NodeKind.INPUT,
            each,
            each[:12],
            (
                (Term.SHA256, each),
                *(((Term.GIVEN_AS, given[each]),) if each in given else ()),
            ),
        )
        for each in digests
    ]


def output_node(made: Made) -> Node:
    """What a model made, and whether it may be seen."""
    told = made.output
    facts: list[Fact] = [
        (Term.SOURCE_TYPE, told.source_type),
        (Term.MEDIA_TYPE, told.media_type),
        (Term.MADE, told.at),
        (Term.SHA256, told.sha256),
        (Term.LEDGER, told.ledger_index),
    ]
    if made.closed is not None:
        facts.append((Term.CLOSED, made.closed))
    if told.deleted_at is not None:
        facts.append((Term.ENDED, told.deleted_at))
    key = _key(NodeKind.OUTPUT, told.id)
    return Node(key, NodeKind.OUTPUT, str(told.id), told.sha256[:12], tuple(facts))


def model_node(made: Made) -> Node:
    """The model, with the terms of its tool that stood when it was asked.

    Licence, training basis and the hash of the weights are those that the ledger's entry says: an
    older one says none, and a server's weights only the tools file can name.
    """
    told, tool = made.output, made.tool
    weights: Mapping[str, Any] = made.said.get("weights") or {}
    recorded = {
        Term.LICENCE: made.said.get("licence"),
        Term.TRAINING_BASIS: made.said.get("training_basis"),
        Term.WEIGHTS: weights.get("sha256"),
    }
    facts: list[Fact] = [(term, str(value)) for term, value in recorded.items() if value]
    facts += [(Term.NOT_RECORDED, term) for term, value in recorded.items() if not value]
    if weights:
        facts.append((Term.WEIGHTS_READ, bool(weights["read"])))
    stated = str(made.said.get("stated") or "")
    if stated:
        facts.append((Term.STATED, stated))
    facts.append((Term.TOOL, told.tool))
    if tool is not None:
        terms: Mapping[str, Any] = tool.body
        facts += [
            (Term.TOOL_VERSION, str(terms["version"])),
            (Term.LICENCE_TIER, str(terms["licence_tier"])),
            (Term.MAY_TRAIN, bool(terms["trains"])),
            (Term.MAY_RETAIN, bool(terms["retains"])),
            (Term.TERMS, str(terms["terms_hash"])),
        ]
    at = "" if tool is None else str(tool.entry)
    said = [str(each) for each in (told.tool, told.model, at, stated, *recorded.values())]
    return Node(_key(NodeKind.MODEL, " ".join(said)), NodeKind.MODEL, "", told.model, tuple(facts))


def permit_node(made: Made) -> Node:
    """The leave that a use was spent of."""
    permit = made.permit
    facts: list[Fact] = [(Term.PERMIT_KIND, permit.kind), (Term.EXPIRES, permit.expires)]
    if permit.uses:
        facts.append((Term.USES, f"{permit.spent}/{permit.uses}"))
    if permit.died_at is not None:
        facts += [(Term.CLOSED, str(permit.died_of)), (Term.ENDED, permit.died_at)]
    identifier = str(permit.id)
    return Node(
        _key(NodeKind.PERMIT, permit.id), NodeKind.PERMIT, identifier, identifier[-12:],
        tuple(facts),
    )  # fmt: skip


def decision_node(made: Made) -> Node:
    """The decision that the permit was minted by."""
    told = made.decision
    facts: tuple[Fact, ...] = (
        (Term.OUTCOME, told.decision.outcome.value),
        (Term.RULES, ", ".join(told.decision.rules) or "–"),
        (Term.DECIDED, told.at),
        (Term.LEDGER, told.entry),
    )
    outcome = told.decision.outcome.value
    return Node(_key(NodeKind.DECISION, told.id), NodeKind.DECISION, str(told.id), outcome, facts)


def consent_node(standing: ConsentStanding) -> Node:
    """The consent that a permit rests on, as it stands today."""
    told = standing.consent
    facts: list[Fact] = [
        (Term.STANDING, standing.state.value),
        (Term.EXPIRES, datetime.fromisoformat(told.body["expires"])),
        (Term.LEDGER, told.entry),
    ]
    if standing.revocation is not None:
        facts.append((Term.ENDED, standing.revocation.at))
    return Node(
        _key(NodeKind.CONSENT, told.key), NodeKind.CONSENT, told.key, told.key[-12:], tuple(facts)
    )


def _key(kind: NodeKind, identifier: object) -> str:
    return f"{kind}:{identifier}"
