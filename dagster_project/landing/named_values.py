"""Values that stand in a file's name and in none of its columns, such as the campaign of a list of opens.

Holds the reading of them; they then count like the constants of a feed. The same bytes under another name are the same
delivery: the name under which they were landed counts.
"""

import re
from pathlib import Path

from .contract_model import Contract

_FOLDERS = 3  # parts of a path that a pattern may speak of: the file and two folders above it


def with_named_values(contract: Contract, path: Path, member: str | None) -> Contract:
    """The contract with the values of one member's name as constants; what the name does not tell stays empty.

    Args:
        contract: may name patterns in `names` of its feeds.
        path: the delivered file.
        member: its entry or sheet, whose name is looked at first.
    """
    if not any(feed.names for feed in contract.feeds.values()):
        return contract
    places = [place for place in (member, "/".join(path.parts[-_FOLDERS:])) if place]
    feeds = {}
    for name, feed in contract.feeds.items():
        found = {column: _found(pattern, places) for column, pattern in feed.names.items()}
        told = {column: value for column, value in found.items() if value is not None}
        feeds[name] = feed.model_copy(update={"constants": {**feed.constants, **told}})
    copy = contract.model_copy(update={"feeds": feeds})
    return copy.as_built_in() if contract.is_built_in else copy


def _found(pattern: str, places: list[str]) -> str | None:
    matches = (re.search(pattern, place, re.IGNORECASE) for place in places)
    return next((match.group(1) for match in matches if match is not None and match.group(1)), None)
