"""A lineage: what is recorded of how a picture came to be, as nodes and what joins them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class NodeKind(StrEnum):
    """What a node stands for."""

    PICTURE = "picture"
    """A picture on a board."""
    OUTPUT = "output"
    """What a model made."""
    SHOT = "shot"
    INPUT = "input"
    """Something of which nothing but its hash is known."""
    REQUEST = "request"
    """What was asked of the model: the record keeps the hash; a board what it asked for."""
    MODEL = "model"
    PERMIT = "permit"
    DECISION = "decision"
    USE = "use"
    CONSENT = "consent"


class Relation(StrEnum):
    """How the upper node came of the lower one, or rests on it."""

    SAME_FILE = "same-file"
    MADE_OF = "made-of"
    ASKED_BY = "asked-by"
    MADE_BY = "made-by"
    PERMITTED_BY = "permitted-by"
    DECIDED_BY = "decided-by"
    DECLARED_AS = "declared-as"
    RESTS_ON = "rests-on"


class Term(StrEnum):
    """What a fact of a node says."""

    SHA256 = "sha256"
    BOARD = "board"
    SOURCE = "source"
    LICENCE = "licence"
    ADDED = "added"
    BY = "by"
    CREDENTIALS = "credentials"
    SIGNER = "signer"
    SOURCE_TYPE = "source-type"
    MEDIA_TYPE = "media-type"
    MADE = "made"
    CLOSED = "closed"
    LEDGER = "ledger"
    METHOD = "method"
    SETTINGS = "settings"
    MASK = "mask"
    COUNT = "count"
    FRAMES = "frames"
    KEY_FRAMES = "key-frames"
    TOOL = "tool"
    TOOL_VERSION = "tool-version"
    LICENCE_TIER = "licence-tier"
    TERMS = "terms"
    MAY_TRAIN = "may-train"
    MAY_RETAIN = "may-retain"
    TRAINING_BASIS = "training-basis"
    WEIGHTS = "weights"
    WEIGHTS_READ = "weights-read"
    STATED = "stated"
    PERMIT_KIND = "permit-kind"
    USES = "uses"
    EXPIRES = "expires"
    ENDED = "ended"
    OUTCOME = "outcome"
    RULES = "rules"
    DECIDED = "decided"
    PURPOSE = "purpose"
    STANDING = "standing"
    PROMPT = "prompt"
    SCENE = "scene"
    SEED = "seed"
    SIZE = "size"
    GIVEN_AS = "given-as"
    NOT_RECORDED = "not-recorded"


Value: TypeAlias = str | int | bool | datetime
Fact: TypeAlias = tuple[Term, Value]


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in a lineage; ``key`` is its kind and its own id, ``name`` what it is called."""

    key: str
    kind: NodeKind
    id: str
    name: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """``above`` came of ``below``, or rests on it."""

    above: str
    below: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Graph:
    """The lineage of ``root``; ``cut`` where the record knows more than is told at once."""

    root: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    cut: bool = False

    def below(self, key: str) -> list[Edge]:
        """What a node came of, in the order in which it was told."""
        return [edge for edge in self.edges if edge.above == key]
