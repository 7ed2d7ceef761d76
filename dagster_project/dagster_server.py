"""Dagster's home in a workspace, and the processes that serve it.

Holds `dagster.yaml` and the call of Dagster's own server. Must not import Dagster: it runs as processes of its own.
"""

import os
import socket
import subprocess
import sys

from dagster_project.errors import UsageError
from dagster_project.workspace import WORKSPACE_VARIABLE, Workspace

_HOST = "127.0.0.1"
_INSTANCE_SETTINGS = """\
telemetry:
  enabled: false
nux:
  enabled: false
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
  config:
    max_concurrent_runs: 1
"""


def prepare_dagster_home(workspace: Workspace) -> None:
    """Write `dagster.yaml` into the Dagster home: no telemetry, no question for an address, one run at a time."""
    workspace.prepare()
    (workspace.dagster_home / "dagster.yaml").write_text(_INSTANCE_SETTINGS, encoding="utf-8")


def serve(workspace: Workspace, port: int) -> int:
    """Serve the web UI and the daemon until interrupted; returns their exit code.

    Raises:
        UsageError: the port is taken.
    """
    from dagster_project.dbt_command import prepared_manifest

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            raise UsageError(f"Port {port} of {_HOST} is taken.", "Choose another: --port 3001.") from None
    prepare_dagster_home(workspace)
    prepared_manifest(workspace)
    environment = {
        **os.environ,
        "DAGSTER_HOME": os.fspath(workspace.dagster_home),
        WORKSPACE_VARIABLE: os.fspath(workspace.root),
        "DAGSTER_DISABLE_TELEMETRY": "1",
    }
    module = "dagster_project.definitions"
    print(f"Dagster for {workspace.root}: http://{_HOST}:{port} (Ctrl-C stops it)", flush=True)
    command = [sys.executable, "-m", "dagster", "dev", "-m", module, "-h", _HOST, "-p", str(port)]
    try:
        return subprocess.run(command, env=environment, cwd=workspace.root, check=False).returncode and 1
    except KeyboardInterrupt:
        return 0
