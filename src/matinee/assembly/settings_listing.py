"""Show the settings: each with its value and source, and nothing that is secret."""

from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from matinee.assembly.settings_loading import ASIDE, Loaded, Setting, Source, every_setting
from matinee.foundation.redaction import secret_address, without_secrets


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One line of the listing."""

    key: str
    variable: str
    value: str | int | float | bool | None
    source: Source
    default: str | int | float | bool | None
    description: str


def listed(loaded: Loaded) -> list[SettingLine]:
    """Every setting as it stands."""
    return [
        SettingLine(
            key=setting.key,
            variable=setting.variable,
            value=_shown(_value(loaded, setting)),
            source=loaded.sources.get(setting.key, Source.DEFAULT),
            default=_shown(_default(setting)),
            description=setting.field.description or "",
        )
        for setting in every_setting()
    ]


def markdown() -> str:
    """The reference page of the settings."""
    lines = [
        "# Settings",
        "",
        "Each is a variable of the environment or a key of the settings file; the environment "
        "wins. `matinee settings` prints what is in force, with its source, and hides secrets. "
        "A name that is not known is refused. This page is written by "
        "`matinee settings --markdown`.",
        "",
        "| variable | key in `matinee.toml` | default | meaning |",
        "|---|---|---|---|",
    ]
    for setting in every_setting():
        default = _shown(_default(setting))
        written = "" if default in {None, ""} else f"`{default}`"
        lines.append(
            f"| `{setting.variable}` | `{setting.key}` | {written} | {setting.field.description} |"
        )
    lines += ["", "Beside the settings:", "", "| variable | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in ASIDE.items()]
    return "\n".join(lines) + "\n"


def _value(loaded: Loaded, setting: Setting) -> Any:
    value: Any = loaded.settings
    for part in setting.path:
        value = getattr(value, part)
    return value


def _default(setting: Setting) -> Any:
    default = setting.field.get_default(call_default_factory=True, validated_data={})
    return None if default is PydanticUndefined else default


def _shown(value: Any) -> str | int | float | bool | None:
    if isinstance(value, SecretStr):
        return secret_address(value.get_secret_value())
    if isinstance(value, tuple | list | set | frozenset):
        return ",".join(str(_shown(part)) for part in value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return without_secrets(str(value))
