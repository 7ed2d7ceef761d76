"""From a cell of `return_ledger` to the rows behind it, and to their records in the delivered files.

This is the package's door. It reads what the last run built (warehouse and marts of the workspace, not the publication)
and changes nothing.
"""

from .cell import Cell, Part, Row, read_cell
from .original import OriginalRecord, original_records
from .text import render

__all__ = ["Cell", "OriginalRecord", "Part", "Row", "original_records", "read_cell", "render"]
