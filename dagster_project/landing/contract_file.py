"""How a delivered file is written, dated and parted: what a contract says of the file as a whole.

Holds models and their checks. What its columns mean stands in `contract_model`.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .contract_fields import ISO_DATES, Dates, Headers, NamePattern, TimeZone, Words


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
    vertical: bool = Field(default=False, description="a name and its value on each line: the file is one record")
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
