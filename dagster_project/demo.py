"""The demo workspace: sample exports in an inbox.

Holds where the samples come from. In a checkout they stand in `seeds/exports/`; an installed wheel does not carry them
and simulates the same market anew, which gives the same bytes.
"""

import shutil
from pathlib import Path

from dagster_project.progress import tell
from dagster_project.resources import sample_exports_dir
from dagster_project.settings import SETTINGS_FILE
from dagster_project.workspace import Workspace, init_workspace

# The people of the samples are invented; a fixed key gives them the same keys on every machine.
DEMO_HASH_KEY = "amorce-demo-key-for-invented-people-only"
DEMO_SCALE, DEMO_SEED = "demo", 7


def make_demo(folder: Path) -> Workspace:
    """The demo workspace in `folder`, made where there is none; its inbox is filled whole or not at all."""
    if (folder / SETTINGS_FILE).is_file():
        workspace = Workspace.load(folder)
    else:
        workspace = init_workspace(folder, hash_key=DEMO_HASH_KEY)
    if not any(workspace.inbox.iterdir()):
        _fill(workspace)
    return workspace


def _fill(workspace: Workspace) -> None:
    aside = workspace.tmp_dir / "exports"
    shutil.rmtree(aside, ignore_errors=True)
    samples = sample_exports_dir()
    if samples is not None:
        shutil.copytree(samples, aside)
    else:
        from dagster_project.simulation import simulate

        simulate(aside, DEMO_SCALE, DEMO_SEED, on_event=lambda event: tell("exports", str(event)))
    if (aside / "rates.csv").is_file():
        (aside / "rates.csv").replace(workspace.rates_path)
    shutil.rmtree(aside / "truth", ignore_errors=True)
    for path in aside.iterdir():
        if path.is_file():  # a description of the samples is no export
            path.unlink()
    workspace.inbox.rmdir()
    aside.rename(workspace.inbox)
