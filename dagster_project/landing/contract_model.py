"""The shape of a contract: what a file's columns mean and which entities it feeds.

Holds the models and what can be told from one contract alone. The file as a whole stands in `contract_file`, reading
YAML in `contract_loading`, rules that need the entities in `contract_rules`.
"""

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from .contract_fields import (
    ISO_DATES,
    UNMAPPED,
    Days,
    Every,
    Headers,
    IdForm,
    Joined,
    Name,
    NamePattern,
    OnDrift,
    OnUnmapped,
    OnUnmappedWord,
    Pauses,
    Values,
    Words,
    as_list,
)
from .contract_file import ContractPart, ExportedAt, Format, MaxRejected, Mode, Part, ValueFormat

__all__ = [
    "ISO_DATES",
    "UNMAPPED",
    "Every",
    "ExportedAt",
    "Format",
    "MaxRejected",
    "Mode",
    "OnUnmapped",
    "OnUnmappedWord",
    "Part",
    "ValueFormat",
]


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
    on_unmapped: OnUnmappedWord | None = Field(
        default=None, description="of a word that `values` does not list; `empty`: it says nothing of this column"
    )
    system: Name | None = Field(default=None, description="the system whose id it is; null = the contract's own")
    id_form: IdForm | None = Field(default=None, description="of an id of another system; null = the contract's own")
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


class Feed(ContractPart):
    """One entity that a file fills."""

    entity: str = ""
    key: Words = Field(default=(), description="the entity's columns that identify a row; empty = no natural key")
    version_at: Moment | None = None
    when: Annotated[tuple[When, ...], BeforeValidator(lambda v: [v] if isinstance(v, dict) else v)] = ()
    constants: dict[str, str] = Field(default_factory=dict)
    names: dict[str, NamePattern] = Field(
        default_factory=dict, description="columns whose value stands in the name of the file or member: one group"
    )
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
    id_form: IdForm = Field(
        default="plain", description="salesforce: ids with 15 signs are brought to the form with 18"
    )
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
    on_drift: OnDrift = Field(
        default="keep", description="what a changed header does: lands, rejects the records that it touches, or blocks"
    )
    other_columns: Words = Field(default=(), description="columns that the contract knows and need not read")
    max_rejected: MaxRejected = MaxRejected()
    pii: Literal["drop", "keep"] = "drop"
    feeds: Annotated[dict[Name, Feed], Field(min_length=1)]
    _is_built_in: bool = PrivateAttr(default=False)

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

    @property
    def is_built_in(self) -> bool:
        """Whether it ships with Amorce; a workspace's own contract takes precedence."""
        return self._is_built_in

    def as_built_in(self) -> "Contract":
        """The same contract, known to ship with Amorce."""
        copy = self.model_copy()
        copy._is_built_in = True
        return copy

    def time_zone(self, workspace_time_zone: str) -> ZoneInfo:
        """The zone in which the file writes its local times."""
        return ZoneInfo(self.format.timezone or workspace_time_zone)

    def policy(self, rule: ColumnRule) -> OnUnmappedWord:
        """What happens to a word of this column that nothing maps."""
        return rule.on_unmapped or self.on_unmapped

    def fingerprint(self, time_zone: str) -> str:
        """Hex SHA-256 of what the contract means; files are landed again when it changes.

        Args:
            time_zone: the workspace's zone, since months are tallied in it.
        """
        from .contract_fingerprint import fingerprint  # noqa: PLC0415 (that module describes this one)

        return fingerprint(self, time_zone)
