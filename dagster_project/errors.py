"""The error that users read: what happened, where, and what to do next.

Holds exception types only. No formatting for a terminal (the command line does that).
"""


class AmorceError(Exception):
    """A failure that the user can act on.

    Args:
        message: what happened and where (file, line, column). Never holds a personal value.
        hint: what to do next, as one sentence; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(AmorceError):
    """The command, a setting or a contract is written wrongly: exit code 2."""


class WorkspaceBusy(AmorceError):
    """Another run holds the workspace: exit code 2."""


class UnreadableFile(AmorceError):
    """A delivered file cannot be read as its contract says; it blocks publication, other files still land."""
