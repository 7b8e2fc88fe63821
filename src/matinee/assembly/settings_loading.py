"""Read the settings from environment and file, and remember where each came from.

A name that no setting has is refused, so that a misspelt one is never silently without effect.
"""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from matinee.assembly.settings import Settings
from matinee.errors import Invalid

PREFIX = "MATINEE_"
ASIDE = {
    "MATINEE_SETTINGS": "The settings file; without it, matinee.toml in the working folder.",
    "MATINEE_DEBUG": "Set to 1, an error on the command line comes with its traceback.",
    "MATINEE_SHARED": "Where tests and benchmarks find real data.",
}
"""Variables that are read before, or beside, the settings."""
_OF_TESTS = "MATINEE_TEST_"


class Source(StrEnum):
    """Where a value came from; an earlier one wins."""

    COMMAND = "command line"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its place in the tree and what is declared about it."""

    path: tuple[str, ...]
    field: FieldInfo

    @property
    def key(self) -> str:
        """Its name in the file, such as ``audience.retention_days``."""
        return ".".join(self.path)

    @property
    def variable(self) -> str:
        """Its name in the environment, such as ``MATINEE_AUDIENCE__RETENTION_DAYS``."""
        return PREFIX + "__".join(self.path).upper()


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, and the source of each by key; what is missing there is a default."""

    settings: Settings
    sources: Mapping[str, Source]


def every_setting(model: type[BaseModel] = Settings, above: tuple[str, ...] = ()) -> list[Setting]:
    """All settings in the order of their declaration, nested ones after their own kind."""
    found: list[Setting] = []
    nested: list[Setting] = []
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            nested += every_setting(field.annotation, (*above, name))
        else:
            found.append(Setting((*above, name), field))
    return found + nested


def load_settings(**given: Any) -> Loaded:
    """The settings of this process; ``given`` are those of the command line, None where unset."""
    path = _settings_file()
    file = _read(path) if path else {}
    _refuse_unknown_variables(os.environ)
    _refuse_unknown_keys(file, path)
    layers: dict[Source, Mapping[tuple[str, ...], Any]] = {
        Source.FILE: dict(_leaves(file)),
        Source.ENVIRONMENT: {
            setting.path: os.environ[setting.variable]
            for setting in every_setting()
            if setting.variable in os.environ
        },
        Source.COMMAND: {(key,): value for key, value in given.items() if value is not None},
    }
    merged: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for source, values in layers.items():
        for leaf, value in values.items():
            _place(merged, leaf, value)
            sources[".".join(leaf)] = source
    try:
        return Loaded(Settings(**merged), sources)
    except ValidationError as error:
        raise _explained(error, sources, path) from error


def _settings_file() -> Path | None:
    named = os.environ.get("MATINEE_SETTINGS")
    path = Path(named or "matinee.toml")
    if path.is_file():
        return path
    if named:
        raise Invalid(
            f"There is no settings file {named}.",
            remedy="Correct MATINEE_SETTINGS, or unset it.",
            field="MATINEE_SETTINGS",
        )
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(
            f"{path} is not TOML: {error}.", remedy="Correct that line.", field=str(path)
        ) from error


def _refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    known = {setting.variable for setting in every_setting()} | set(ASIDE)
    for name in environment:
        ours = name.upper().startswith(PREFIX) and not name.startswith(_OF_TESTS)
        if ours and name not in known:
            raise _unknown("variable", name, known, "unset it")


def _refuse_unknown_keys(data: dict[str, Any], path: Path | None) -> None:
    known = {setting.key for setting in every_setting()}
    for leaf, _ in _leaves(data):
        if ".".join(leaf) not in known:
            raise _unknown(f"key in {path}", ".".join(leaf), known, "remove it")


def _unknown(what: str, name: str, known: set[str], otherwise: str) -> Invalid:
    folded = name.upper() if name.upper().startswith(PREFIX) else name
    near = difflib.get_close_matches(folded, known, n=1, cutoff=0.6)
    meant = f"Write {near[0]} if that is what you meant, or" if near else "See matinee settings, or"
    return Invalid(f"{name} is not a known {what}.", remedy=f"{meant} {otherwise}.", field=name)


def _leaves(
    values: Mapping[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(cast("Mapping[str, Any]", value), (*above, key))
        else:
            yield (*above, key), value


def _place(tree: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    tree[path[-1]] = value


def _explained(error: ValidationError, sources: Mapping[str, Source], path: Path | None) -> Invalid:
    settings = {setting.key: setting for setting in every_setting()}
    wrong: list[str] = []
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        place = ".".join(map(str, problem["loc"]))
        key = next(key for key in settings if f"{place}.".startswith(f"{key}."))
        name = {
            Source.FILE: f"{key} in {path}",
            Source.COMMAND: "--" + key.replace("_", "-"),
        }.get(sources[key], settings[key].variable)
        wrong.append(f"{name}: {problem['msg']}.")
    return Invalid(
        " ".join(wrong),
        remedy="Correct it; docs/reference/settings.md says what each means.",
        field=wrong[0].partition(":")[0],
    )
