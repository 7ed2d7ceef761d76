"""The settings of a workspace: `amorce.yml`, overridden by environment variables `AMORCE_<NAME>`.

Holds the model and its reading. Must not hold paths of the workspace (`workspace.py`) nor secrets: the hash key is a
file or an environment variable of its own, so that settings can be shown and compared.
"""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from dagster_project.errors import UsageError
from dagster_project.moments import parse_moment

SETTINGS_FILE = "amorce.yml"
ENVIRONMENT_PREFIX = "AMORCE_"

Percent = Annotated[float, Field(ge=0, le=100, multiple_of=0.1)]


class AttributionWeights(BaseModel):
    """The rule model `custom`: what places on a path have of a conversion, in percent; the others share `between`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: Percent = 0
    lead: Percent = 0
    opportunity: Percent = 0
    last: Percent = 0
    between: Percent = 0

    @model_validator(mode="after")
    def _are_a_whole(self) -> "AttributionWeights":
        total = round(sum(self.model_dump().values()), 1)
        if total != 100:
            raise ValueError(f"the weights sum to {total:g}, write percentages that sum to 100")
        return self


class Settings(BaseModel):
    """What a workspace may decide. Unknown names are errors, so that a typo never goes unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "amorce"
    time_zone: str = "Europe/Paris"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    lookback_days: Annotated[int, Field(ge=1, le=3660)] = 112
    reply_days: Annotated[int, Field(ge=0, le=3660)] = 14
    attribution_half_life_days: Annotated[int, Field(ge=1, le=3660)] = 7
    attribution_weights: AttributionWeights | None = None
    brand_channels: tuple[str, ...] = ()
    customer_level: Literal["account", "contact"] = "account"
    revenue_from: Literal["order", "won_deal"] = "order"
    margin_share: Annotated[float, Field(gt=0, le=1)] = 1.0
    market_size: Annotated[int, Field(ge=1)] | None = None
    unknown_files: Literal["warn", "fail"] = "warn"
    memory_limit: Annotated[str, Field(pattern=r"^\d+(\.\d+)? ?([KMGT]i?B|%)$")] | None = None
    threads: Annotated[int, Field(ge=1)] | None = None
    as_of: datetime | None = None

    @field_validator("time_zone")
    @classmethod
    def _is_a_known_time_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no time zone; write one such as Europe/Paris") from error
        return value

    @field_validator("attribution_weights", "brand_channels", mode="before")
    @classmethod
    def _is_written_as_in_the_file(cls, value: object) -> object:
        """An environment variable holds the text that would stand in `amorce.yml`."""
        return yaml.safe_load(value) if isinstance(value, str) else value

    @field_validator("as_of", mode="before")
    @classmethod
    def _is_a_moment(cls, value: object, info: ValidationInfo) -> datetime | None:
        if value is None or value == "":
            return None
        if not isinstance(value, str | date):
            raise ValueError("write a date such as 2026-01-31")
        return parse_moment(value, info.data.get("time_zone", "UTC"))

    def with_as_of(self, written: str) -> "Settings":
        """These settings with another `as_of`.

        Raises:
            UsageError: `written` is no date.
        """
        try:
            moment = parse_moment(written, self.time_zone)
        except ValueError:
            raise UsageError(
                f"--as-of: {written!r} is no date.", "Write 2026-01-31 (the end of that day) or 2026-01-31T12:00."
            ) from None
        return self.model_copy(update={"as_of": moment})


def load_settings(path: Path) -> Settings:
    """Read `amorce.yml` and the environment.

    Raises:
        UsageError: the file is not YAML, or a setting is unknown or has a wrong value; names file and line,
            or the environment variable.
    """
    written, lines = _read_yaml(path)
    from_environment = _environment_overrides()
    try:
        return Settings.model_validate({**written, **from_environment})
    except ValidationError as error:
        raise _explain(error, path, lines, from_environment) from None


def _read_yaml(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """The mapping in the file and the line (from 1) on which each of its keys stands."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UsageError(f"{path}, line {line}: not valid YAML ({error.problem}).", "Mend the line.") from None
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode) or not isinstance(content, dict):
        raise UsageError(f"{path}, line 1: settings are written as `name: value`.", "Compare `amorce init --help`.")
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    return {str(key): value for key, value in content.items()}, lines


def _environment_overrides() -> dict[str, str]:
    return {
        name: os.environ[ENVIRONMENT_PREFIX + name.upper()]
        for name in Settings.model_fields
        if os.environ.get(ENVIRONMENT_PREFIX + name.upper())
    }


def _explain(error: ValidationError, path: Path, lines: dict[str, int], from_environment: dict[str, str]) -> UsageError:
    problem = error.errors()[0]
    name = str(problem["loc"][0]) if problem["loc"] else ""
    if name in from_environment:
        place = f"Environment variable {ENVIRONMENT_PREFIX}{name.upper()}"
    else:
        place = f"{path}, line {lines.get(name, 1)}: setting `{name}`"
    if problem["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return UsageError(f"{place} is unknown.", f"Known settings: {known}.")
    return UsageError(f"{place}: {problem['msg']}.", "Correct the value and run the command again.")
