"""The shape of a contract: how to read a file, what its columns mean, which entities it feeds.

Holds the models and what can be told from one contract alone. Reading YAML stands in `contract_loading`, rules that
need the entities in `contract_rules`.
"""

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from .contract_fields import (
    ISO_DATES,
    UNMAPPED,
    Dates,
    Days,
    Every,
    Headers,
    Joined,
    Name,
    NamePattern,
    OnUnmapped,
    Pauses,
    TimeZone,
    Values,
    Words,
    as_list,
)

__all__ = ["ISO_DATES", "UNMAPPED", "Every", "OnUnmapped"]


class ContractPart(BaseModel):
    """Base of all parts: unknown fields are errors, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ValueFormat(ContractPart):
    """How one column writes its values where it differs from its file; null = as the file does."""

    decimal: Literal[".", ","] | None = None
    thousands: str | None = None
    timezone: TimeZone | None = None
    dates: Dates | None = None
    nulls: Words | None = None


class Format(ContractPart):
    """How a file is written."""

    type: Literal["csv", "xlsx", "json", "jsonl", "parquet"] = "csv"
    compression: Literal["none", "gzip", "zip"] | None = Field(
        default=None, description="null = what the file's first bytes say"
    )
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header: Headers | None = Field(default=None, description="column names of a file without a header line")
    skip_lines: int = Field(default=0, ge=0, description="lines before the header")
    footer: Words = Field(default=(), description="first cell of closing lines; * stands for any text")
    decimal: Literal[".", ","] = "."
    thousands: str = ""
    timezone: TimeZone | None = Field(default=None, description="null = the workspace's")
    dates: Dates = ISO_DATES
    nulls: Words = ()
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = Field(
        default=None, description="of national phone numbers; null = told from the time zone"
    )

    @model_validator(mode="after")
    def _check(self) -> "Format":
        for field, text in (("delimiter", self.delimiter), ("quote", self.quote)):
            if (field == "delimiter" or text) and (len(text) != 1 or not text.isascii() or text in "\r\n\0"):
                raise ValueError(f"{field} has to be one plain character, it is {text!r}")
        if self.delimiter == self.quote:
            raise ValueError("delimiter and quote are the same character")
        if self.decimal == self.thousands:
            raise ValueError("decimal and thousands are the same character")
        try:
            "".encode(self.encoding)
        except LookupError as error:
            raise ValueError(f"encoding {self.encoding!r} is not known; write utf-8, cp1252, utf-16 …") from error
        return self


class ColumnRule(ValueFormat):
    """Where an entity's column comes from and what its words mean."""

    headers: Headers = Field(alias="from", description="the column's names; the first that is present wins")
    joined: Joined = Field(
        default=(), alias="and", description="further columns whose texts follow after a blank: the time beside a date"
    )
    complete: bool = Field(default=False, description="nothing unless each of the joined columns is filled")
    otherwise: Headers | None = Field(
        default=None, alias="else", description="columns that are asked, in this order, where those before are empty"
    )
    values: Values | None = Field(default=None, description="the source's words and what they mean")
    default: str | None = Field(default=None, description="for a null or a word that `values` does not list")
    optional: bool = Field(False, description="the file may lack the column")
    split: str | None = Field(default=None, min_length=1, description="several values in one cell, parted by this text")
    take: Literal["all", "first"] = Field(
        default="all", description="of a split cell: a row for each part, or the first"
    )
    on_unmapped: OnUnmapped | None = None
    system: Name | None = Field(default=None, description="the system whose id it is; null = the contract's own")
    pseudonym: bool = Field(
        default=False, description="the id is a keyed hash of the text, for names and titles that must not be shown"
    )
    percent: bool = Field(default=False, description="the number counts hundredths: 20 and 20 % are 0.2")

    @property
    def all_headers(self) -> tuple[str, ...]:
        """Every name that the column may be found under, or be put together from."""
        further = tuple(name for names in self.joined for name in names)
        return (*self.headers, *further, *(self.otherwise or ()))


class Moment(ValueFormat):
    """A column that dates a row's version or its export."""

    headers: Headers = Field(alias="from")


class When(ContractPart):
    """Which records a feed takes: those whose word means one of `in`.

    A null and a word that `values` does not list mean `default` if there is one, else they follow `on_unmapped`.
    Without `values` every word is known: one that is not in `in` is simply not selected. Where a file lacks an
    `optional` column every record means `default`; without one the file has nothing for the feed.
    """

    headers: Headers = Field(alias="from")
    values: Values | None = None
    default: str | None = None
    optional: bool = False
    selected: Words = Field(alias="in", min_length=1)
    on_unmapped: OnUnmapped = "fail"

    @model_validator(mode="after")
    def _check(self) -> "When":
        if self.values is not None:
            for word in self.selected:
                if word not in self.values.values() and word != self.default:
                    raise ValueError(f"`in` holds {word!r}, which no entry of `values` means")
        return self


class ReturnSource(ContractPart):
    """The source that a feed's returns are counted under: a constant, or a column's words."""

    constant: Name | None = None
    headers: Headers | None = Field(default=None, alias="from")
    values: dict[str, Name] | None = None
    on_unmapped: OnUnmapped = "fail"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"constant": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _check(self) -> "ReturnSource":
        if (self.constant is None) == (self.headers is None):
            raise ValueError("write one name, or `from` with `values`")
        if self.headers is not None and not self.values:
            raise ValueError("`from` needs `values`: every return source has to be declared")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Every return source that this feed can give, sorted."""
        declared = {self.constant} if self.constant else set((self.values or {}).values())
        return tuple(sorted(name for name in declared if name))


class ExportedAt(ContractPart):
    """What dates a delivery: its name, a column, or (last resort) the file's modification time."""

    from_name: NamePattern | None = None
    format: str = "%Y-%m-%d"
    headers: Headers | None = Field(default=None, alias="from")
    dates: Dates | None = None
    timezone: TimeZone | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {} if value == "modified_time" else value

    @model_validator(mode="after")
    def _check(self) -> "ExportedAt":
        if self.from_name is not None and self.headers is not None:
            raise ValueError("`from_name` and `from` exclude each other")
        return self

    @property
    def kind(self) -> Literal["modified_time", "name", "column"]:
        """Which of the three it is."""
        if self.from_name is not None:
            return "name"
        return "column" if self.headers is not None else "modified_time"


class Part(ContractPart):
    """What tells the parts of a partial snapshot from each other: a piece of the name, or a column."""

    from_name: NamePattern | None = None
    headers: Headers | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _check(self) -> "Part":
        if (self.from_name is None) == (self.headers is None):
            raise ValueError("write either `from_name` or `from`")
        return self


class Mode(ContractPart):
    """Whether a delivery adds rows, or lists everything (of its part) that exists."""

    kind: Literal["append", "snapshot"] = "append"
    part: Part | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"kind": value}
        if isinstance(value, dict) and set(value) == {"snapshot"}:
            return {"kind": "snapshot", **(value["snapshot"] or {})}
        return value


class MaxRejected(ContractPart):
    """How much of a delivery may be unreadable: the larger of the two."""

    share: float = Field(default=0.01, ge=0, le=1)
    rows: int = Field(default=5, ge=0)


class Feed(ContractPart):
    """One entity that a file fills."""

    entity: str = ""
    key: Words = Field(default=(), description="the entity's columns that identify a row; empty = no natural key")
    version_at: Moment | None = None
    when: Annotated[tuple[When, ...], BeforeValidator(lambda v: [v] if isinstance(v, dict) else v)] = ()
    constants: dict[str, str] = Field(default_factory=dict)
    columns: dict[str, ColumnRule] = Field(default_factory=dict)
    return_source: ReturnSource | None = None
    every: Every = "none"
    grace: Days = 0
    declared_from: date | None = Field(default=None, alias="from")
    declared_until: date | None = Field(default=None, alias="until")
    pauses: Pauses = Field(default=(), description="days without deliveries: 08-01..08-31, 2025-12-22..2026-01-04")

    @model_validator(mode="after")
    def _check(self) -> "Feed":
        if self.declared_from and self.declared_until and self.declared_until < self.declared_from:
            raise ValueError("`until` is before `from`")
        return self


class Contract(ContractPart):
    """How one kind of file is read and what it feeds."""

    name: Name
    label: str = ""
    system: Name
    languages: Words = Field(default=(), description="of the headers that it knows, such as en and fr; for people")
    files: Annotated[tuple[str, ...], BeforeValidator(as_list), Field(min_length=1)]
    members: Annotated[tuple[str, ...], BeforeValidator(as_list)] = Field(
        default=(), description="names of an archive's entries or a workbook's sheets; empty = all of them"
    )
    mode: Mode = Mode()
    exported_at: ExportedAt = ExportedAt()
    format: Format = Format()
    other_formats: tuple[Format, ...] = Field(
        default=(), description="how spreadsheets save the file again; what one leaves out is as in `format`"
    )
    on_unmapped: OnUnmapped = "keep"
    max_rejected: MaxRejected = MaxRejected()
    pii: Literal["drop", "keep"] = "drop"
    feeds: Annotated[dict[Name, Feed], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _name_entities(cls, value: Any) -> Any:
        """A feed's entity is its own name unless it says otherwise."""
        if not isinstance(value, dict) or not isinstance(value.get("feeds"), dict):
            return value
        feeds = {
            name: {"entity": name, **feed} if isinstance(feed, dict) else feed for name, feed in value["feeds"].items()
        }
        return {**value, "feeds": feeds}

    @model_validator(mode="before")
    @classmethod
    def _complete_formats(cls, value: Any) -> Any:
        """Another format only says what differs."""
        if not isinstance(value, dict) or not isinstance(value.get("other_formats"), list | tuple):
            return value
        first = value.get("format")
        known = first if isinstance(first, dict) else {}
        forms = [{**known, **form} if isinstance(form, dict) else form for form in value["other_formats"]]
        return {**value, "other_formats": forms}

    def time_zone(self, workspace_time_zone: str) -> ZoneInfo:
        """The zone in which the file writes its local times."""
        return ZoneInfo(self.format.timezone or workspace_time_zone)

    def policy(self, rule: ColumnRule) -> OnUnmapped:
        """What happens to a word of this column that nothing maps."""
        return rule.on_unmapped or self.on_unmapped

    def fingerprint(self, time_zone: str) -> str:
        """Hex SHA-256 of what the contract means; files are landed again when it changes.

        Args:
            time_zone: the workspace's zone, since months are tallied in it.
        """
        from .contract_fingerprint import fingerprint  # noqa: PLC0415 (that module describes this one)

        return fingerprint(self, time_zone)
