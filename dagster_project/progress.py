"""What a run tells about itself while it works.

Holds the events and the one listener of this process. Must not hold how they are shown (`console.py`), and an event
never carries a personal value.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

Stage = Literal["exports", "start", "landing", "models", "laws", "publication"]


@dataclass(frozen=True)
class ProgressEvent:
    """One step of a stage: `text` says what is being done, `done` of `total` how far it is (0 = not known)."""

    stage: Stage
    text: str
    done: int = 0
    total: int = 0


Listener = Callable[[ProgressEvent], None]

_listeners: list[Listener] = []
_one_at_a_time = threading.Lock()  # files are landed by several threads


def tell(stage: Stage, text: str, done: int = 0, total: int = 0) -> None:
    """Tell whoever listens; nobody does when Dagster's daemon runs the job, which has events of its own."""
    event = ProgressEvent(stage, text, done, total)
    with _one_at_a_time:
        for listener in _listeners:
            listener(event)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Send the events of the block to `listener`."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
