"""`amorce withdraw`: undo a wrong delivery."""

import argparse

from dagster_project.commands.options import add_wait, add_workspace, find_workspace

DESCRIPTION = (
    "Take a delivery out of the marts: the next run counts its rows as withdrawn. It is named by its id or the first\n"
    "characters of it; `amorce sql 'select distinct delivery_id, contract from delivery_ledger'` lists them."
)
EXAMPLES = '  amorce withdraw 3fa2c1d0 --reason "exported with the wrong filter"'


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("delivery", metavar="DELIVERY", help="the delivery's id, or its first characters")
    parser.add_argument("--reason", required=True, help="why; kept with the withdrawal")
    add_workspace(parser)
    add_wait(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Withdraw and say what comes next."""
    from dagster_project.landing import withdraw
    from dagster_project.lock import hold

    workspace = find_workspace(arguments)
    with hold(workspace.state_dir, "amorce withdraw", arguments.wait):
        withdraw(workspace, arguments.delivery, arguments.reason)
    print(f"Delivery {arguments.delivery} is withdrawn. `amorce run` publishes the marts without it.")
    return 0
