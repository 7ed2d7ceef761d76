"""`amorce sql`: a read-only query on the published marts, or on what came in."""

import argparse
import sys

from dagster_project.commands.options import add_workspace, find_workspace

DESCRIPTION = (
    "Run one query on the published marts; nothing can be written and no other file can be read. Tables are found\n"
    "with or without their schema (`fct_returns`, `marts.fct_returns`). --landing: read-only query on what came in,\n"
    "one view per entity and the ledgers of landing."
)
EXAMPLES = (
    '  amorce sql "select source, origin, count(*) from fct_returns group by all order by all"\n'
    '  amorce sql "from return_ledger where difference <> 0" --format csv\n'
    '  amorce sql --landing "select _contract, count(*) from returns group by all"\n'
    '  amorce sql "show tables"'
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("query", metavar="QUERY", help="one SQL query, or - to read it from standard input")
    parser.add_argument("--landing", action="store_true", help="read-only query on what came in")
    parser.add_argument("--format", choices=["table", "csv", "json"], default="table", help="default: table")
    add_workspace(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Run the query and print its rows."""
    from dagster_project.query import open_landing, open_marts, write_rows

    workspace = find_workspace(arguments)
    text = sys.stdin.read() if arguments.query == "-" else arguments.query
    with open_landing(workspace) if arguments.landing else open_marts(workspace) as database:
        write_rows(database.run(text), arguments.format, sys.stdout)
    return 0
