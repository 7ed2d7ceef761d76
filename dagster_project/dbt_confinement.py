"""dbt's connection, confined to the workspace: a plugin that `profiles.yml` names.

Holds the plugin only; see `confinement` for what it does.
"""

from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

from dagster_project.confinement import confine_to_environment


class Plugin(BasePlugin):  # type: ignore[misc]  # dbt has no types
    """Confines the database before dbt attaches the marts to it."""

    def configure_connection(self, conn: Any) -> None:
        """Called once for each database that dbt opens."""
        confine_to_environment(conn)
