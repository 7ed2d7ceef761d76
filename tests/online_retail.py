"""UCI Online Retail as the CSV that the shop would export: the UCI column names, `12/1/2010 8:26`, Latin-1.

Holds the conversion of the fixture only; what the numbers must be stands with the tests.
"""

from pathlib import Path

import duckdb

FIXTURE = Path(__file__).parent / "fixtures" / "online_retail.parquet"
FILE_NAME = "online_retail-2011-12-10.csv"
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
_BLOCK_ROWS = 50_000


def write_online_retail_csv(folder: Path) -> Path:
    """Write all 541,909 lines as one CSV into `folder`, in the order of the fixture, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    with duckdb.connect() as con, path.open("w", encoding="latin-1", newline="") as file:
        file.write(HEADER + "\r\n")
        cursor = con.execute(_LINES, [str(FIXTURE)])
        while rows := cursor.fetchmany(_BLOCK_ROWS):
            file.writelines(line + "\r\n" for (line,) in rows)
    return path


_LINES = """
    select
        concat_ws(
            ',',
            InvoiceNo,
            StockCode,
            case
                when regexp_matches(Description, '[,"]') then '"' || replace(Description, '"', '""') || '"'
                else coalesce(Description, '')
            end,
            cast(cast(Quantity as bigint) as varchar),
            strftime(InvoiceDate, '%-m/%-d/%Y %-H:%M'),
            cast(cast(UnitPrice as decimal(18, 3)) as varchar),
            coalesce(cast(cast(CustomerID as bigint) as varchar), ''),
            Country
        )
    from read_parquet($1)
"""
