"""ads.txt 1.1 and app-ads.txt 1.0 (IAB Tech Lab): records and variables, read and written.

A line is a record (domain of the ad system, account there, DIRECT or RESELLER, and the id of the
certifying authority, if any), or a variable. What follows ``#`` is a comment; what follows ``;`` is
an extension, which is not kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 50_000
"""Letters of a file that is read."""
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_ACCOUNT = re.compile(r"[^\s,;#=]{1,200}")
_AUTHORITY = re.compile(r"[0-9a-z]{1,64}")
_SINGLE = frozenset({"OWNERDOMAIN"})
_OF_DOMAINS = frozenset({"SUBDOMAIN", "OWNERDOMAIN", "MANAGERDOMAIN", "INVENTORYPARTNERDOMAIN"})
_VARIABLES = _OF_DOMAINS | {"CONTACT"}


class Relationship(StrEnum):
    """Of the publisher to the account that sells."""

    DIRECT = "DIRECT"
    RESELLER = "RESELLER"


@dataclass(frozen=True, slots=True)
class Record:
    """Who may sell: an account at an ad system."""

    domain: str
    account: str
    relationship: Relationship
    authority: str = ""

    def line(self) -> str:
        """As it is written."""
        told = [self.domain, self.account, self.relationship.value]
        return ", ".join([*told, self.authority] if self.authority else told)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line, counted from 1."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class AdsTxt:
    """A file as it was read; ``variables`` by their names in capitals, in their order."""

    records: tuple[Record, ...]
    variables: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]


def read(text: str) -> AdsTxt:
    """What can be read of a file, and what is wrong with the rest."""
    records: dict[tuple[str, str], Record] = {}
    variables, faults = list[tuple[str, str]](), list[Fault]()
    lines = text[:LONGEST].removeprefix("\ufeff").splitlines()
    if len(text) > LONGEST:
        faults.append(Fault(len(lines), f"The file has more than {LONGEST:,} letters."))
    for number, line in enumerate(lines, 1):
        said = line.partition("#")[0].partition(";")[0].strip()
        if not said:
            continue
        try:
            if "=" in said and "," not in said.partition("=")[0]:
                variables.append(_variable(said, variables))
                continue
            record = _record(said)
        except ValueError as error:
            faults.append(Fault(number, str(error)))
            continue
        known = records.setdefault((record.domain, record.account), record)
        if known is not record:
            twice = f"{record.domain} with account {record.account} stands here twice."
            faults.append(Fault(number, twice))
    return AdsTxt(tuple(records.values()), tuple(variables), tuple(faults))


def write(records: Sequence[Record], variables: Sequence[tuple[str, str]]) -> str:
    """The file, ending with a line feed."""
    return "".join(f"{line}\n" for line in _lines(records, variables))


def _lines(records: Sequence[Record], variables: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from (f"{name}={value}" for name, value in variables)
    yield from (record.line() for record in records)


def _record(said: str) -> Record:
    fields = [field.strip() for field in said.split(",")]
    if len(fields) not in {3, 4}:
        raise ValueError("A record has a domain, an account, DIRECT or RESELLER, and no more than "
                         "the id of an authority.")  # fmt: skip
    domain, account, relationship = fields[0].lower(), fields[1], fields[2].upper()
    if not _DOMAIN.fullmatch(domain):
        raise ValueError(f"{fields[0][:60]!r} is no domain.")
    if not _ACCOUNT.fullmatch(account):
        raise ValueError(f"{account[:60]!r} is no account.")
    if relationship not in set(Relationship):
        raise ValueError(f"{fields[2][:60]!r} is neither DIRECT nor RESELLER.")
    authority = fields[3].lower() if len(fields) == 4 else ""
    if authority and not _AUTHORITY.fullmatch(authority):
        raise ValueError(f"{fields[3][:60]!r} is no id of an authority.")
    return Record(domain, account, Relationship(relationship), authority)


def _variable(said: str, known: Sequence[tuple[str, str]]) -> tuple[str, str]:
    name, _, value = (part.strip() for part in said.partition("="))
    name = name.upper()
    if name not in _VARIABLES:
        raise ValueError(f"There is no variable {name[:40]!r}.")
    # MANAGERDOMAIN may name a country after its domain.
    domain = value.partition(",")[0].strip().lower() if name == "MANAGERDOMAIN" else value.lower()
    if name in _OF_DOMAINS and not _DOMAIN.fullmatch(domain):
        raise ValueError(f"{value[:60]!r} is no domain.")
    if name in _SINGLE and any(other == name for other, _ in known):
        raise ValueError(f"{name} stands here twice.")
    return name, value
