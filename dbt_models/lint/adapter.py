"""What sqlfluff takes for dbt's `adapter`: a dispatched macro stands as its first argument. Holds nothing else."""

from collections.abc import Callable


def dispatch(macro: str, package: str | None = None) -> Callable[..., str]:
    """The macro of that name, as a function that gives back its first argument, or nothing where it has none."""

    def first_argument(*arguments: str) -> str:
        return arguments[0] if arguments else ""

    return first_argument
