"""The ways in which generated exports are written, and the contract that declares each.

Holds forms only; what stands in a file is made in `written_exports`, what has to become of it in `accounts_of_files`.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

HEADER = ("Id", "Kind", "Date", "Amount", "Name", "Number", "Extra")
OUTER_BLANKS = " \t\r\n\v\f\u00a0\u2007\u2009\u202f\ufeff\u200b"
"""What docs/contracts.md calls the outer blanks of a cell."""


@dataclass(frozen=True)
class Form:
    """How the exports of one contract are written."""

    name: str
    system: str
    encoding: str
    delimiter: str
    quote: str = '"'
    decimal: str = "."
    date: str = "%Y-%m-%d %H:%M"
    zone: str = "UTC"
    footer: str = ""
    """`Total*`, or `*` for every closing line of another width, or none."""
    skipped: int = 0
    nulls: tuple[str, ...] = ()

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def contract(self) -> str:
        """The contract in YAML: a row is a return, a firm or neither, by its kind."""
        when = "from: [Kind], values: {in: in, firm: firm, other: other}"
        # Written with escapes, as a tab and a quote must be.
        delimiter, quote = (f'"\\x{ord(mark):02x}"' for mark in (self.delimiter, self.quote))
        return f"""
name: {self.name}
system: {self.system}
files: ["{self.name}/*.csv"]
exported_at: {{from_name: "(\\\\d{{4}}-\\\\d{{2}}-\\\\d{{2}})"}}
format:
  encoding: {self.encoding}
  delimiter: {delimiter}
  quote: {quote}
  decimal: "{self.decimal}"
  timezone: {self.zone}
  dates: ["{self.date}"]
  footer: [{f'"{self.footer}"' if self.footer else ""}]
  skip_lines: {self.skipped}
  nulls: [{", ".join(self.nulls)}]
feeds:
  returns:
    when: {{{when}, in: [in]}}
    return_source: {self.name}
    every: none
    constants: {{kind: form}}
    columns:
      returned_at: {{from: [Date]}}
      amount: {{from: [Amount]}}
      currency: {{from: [Name]}}
  accounts:
    when: {{{when}, in: [firm]}}
    key: [account_id]
    columns:
      account_id: {{from: [Id]}}
      account_name: {{from: [Name]}}
      employees: {{from: [Number]}}
"""


FORMS = (
    Form("commas", "west", "utf-8", ","),
    Form("totals", "west", "cp1252", ";", decimal=",", date="%d/%m/%Y %H:%M", zone="Europe/Paris", footer="Total*"),
    Form("tabs", "east", "utf-16", "\t", nulls=("NA",)),
    Form("pipes", "east", "utf-8", "|", skipped=2, zone="America/New_York"),
    Form("apostrophes", "north", "utf-8", ";", quote="'", footer="*", nulls=("NA", "-")),
    Form("bars", "north", "mac-roman", ",", footer="Total*", skipped=1),
)
