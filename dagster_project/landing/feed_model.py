"""What the plan of a feed is made of: layers of SQL, faults, and what all feeds of a file share.

Holds data only; the plan is drawn up in `feed_plan` and turned into one relation in `feed_relation`.
"""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from .casts import Cast, CellFormat
from .cells import Cells
from .contract import ColumnRule, Contract, Feed, Moment
from .entities import Entity
from .phones import country_of
from .sql import quote_name, quote_value

UNMAPPED_REASON = "means nothing that the contract lists"
MISSING_REASON = "is missing"


@dataclass(frozen=True)
class Fault:
    """One way in which a record cannot be read.

    Attributes:
        condition: SQL that is true for such a record.
        label: the column as the file names it.
        reason: what is said of it.
        text: SQL of the text whose shape may be shown.
        blocks: whether the contract says `fail`.
    """

    condition: str
    label: str
    reason: str
    text: str
    blocks: bool = False


@dataclass(frozen=True)
class CellDictionary:
    """What of a feed hangs on one cell alone, looked up by the cell's words.

    Attributes:
        cell: the cleaned cell.
        table: one row per distinct word of it, null included: `word` and the names.
        names: of the plan, filled by the table.
    """

    cell: str
    table: str
    names: tuple[str, ...]


@dataclass
class FeedPlan:
    """The layers of one feed, and what may go wrong in them.

    Attributes:
        whens: the words that decide whether a record is selected; the layer above the cells.
        parts: cells that hold several values: name → SQL of the list; each value makes a row.
        words: meanings of words.
        texts: the text of each column.
        first, outputs, keys: casting, step by step.
        selected: SQL that is true for a record that the feed takes.
        return_source: SQL of the source, None where the feed has none.
        emails: column → text, for emails whose keys may come from a dictionary.
        kept_unmapped: column → SQL that is true where a word landed as `unmapped`.
        doubtful: column → SQL that is true where a text gave null and its record stays.
        differing: header → SQL that is true where two cells of one column disagree.
        beside: SQL of the cells that the feed does not land, for rows without a key; empty where there are none.
    """

    name: str
    feed: Feed
    entity: Entity
    whens: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    selected: str = "true"
    return_source: str | None = None
    emails: dict[str, Cast] = field(default_factory=dict)
    kept_unmapped: dict[str, str] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)
    differing: dict[str, str] = field(default_factory=dict)
    beside: str = ""
    landed_positions: set[int] = field(default_factory=set)
    delivery_positions: set[int] = field(default_factory=set)

    @property
    def takes_all(self) -> bool:
        """Whether no record can be left out by `when`."""
        return self.selected == "true"

    @property
    def occurred_at(self) -> str:
        """SQL of the moment that a record is of, null where the feed fills none."""
        moment = self.entity.moment
        return f"cast({quote_name(moment) if moment in self.outputs else 'null'} as timestamp)" if moment else "null"

    @property
    def source_of_row(self) -> str:
        """SQL of a row's return source."""
        return f"cast({self.return_source or 'null'} as varchar)"

    @property
    def constant_source(self) -> str:
        """SQL of the return source of a record that cannot be read at all."""
        declared = self.feed.return_source
        return f"cast({quote_value(declared.constant if declared is not None else None)} as varchar)"


@dataclass(frozen=True)
class PlanContext:
    """What all feeds of one file share."""

    contract: Contract
    cells: Cells
    zone: ZoneInfo

    def cell_format(self, rule: ColumnRule | Moment) -> CellFormat:
        """How a column is written: as it says itself, else as its file."""
        whole = self.contract.format
        return CellFormat(
            decimal=getattr(rule, "decimal", None) or whole.decimal,
            thousands=whole.thousands if getattr(rule, "thousands", None) is None else rule.thousands or "",
            dates=rule.dates or whole.dates,
            zone=ZoneInfo(rule.timezone) if rule.timezone else self.zone,
            country=country_of(whole.country, self.zone),
            system=getattr(rule, "system", None) or self.contract.system,
            is_percent=getattr(rule, "percent", False),
        )

    def nulls(self, rule: ColumnRule | Moment | None = None) -> tuple[str, ...]:
        """The words that mean nothing."""
        own = rule.nulls if rule is not None else None
        return self.contract.format.nulls if own is None else own
