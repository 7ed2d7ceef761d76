"""What an expectation says of a law. Holds plain data, so that nobody imports Great Expectations to read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EXPECTATIONS_PER_LAW: Final = 2
"""That the law was checked, and that it holds."""


@dataclass(frozen=True)
class Outcome:
    """What one expectation said of one law; `error` is why it could not say anything."""

    law: str
    expectation: str
    success: bool
    error: str | None
