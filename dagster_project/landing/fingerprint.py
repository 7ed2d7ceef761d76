"""Whether the inbox holds anything new: one hash over its files and what each is taken for.

Holds the comparison's one side only. Must stay quick: it stands before every run.
"""

import hashlib
from collections.abc import Mapping

from dagster_project.workspace import Workspace

from .contract import Contract
from .hash_cache import HashCache
from .shared_files import find_matches


def inbox_fingerprint(workspace: Workspace, contracts: Mapping[str, Contract]) -> str:
    """Hex SHA-256 over every file of the inbox, its bytes and its contract; equal = nothing to land.

    Bytes are read only of files whose size, times or inode changed since they were last read.
    """
    hashes = HashCache.load(workspace.state_dir / "inbox_cache.json")
    matches = find_matches(workspace.inbox, contracts)
    lines = [f"{path.relative_to(workspace.inbox)}|{c.name}|{hashes.sha256(path)}" for path, c in matches.matched]
    left_out = [*(f.path for f in matches.unknown), *(f.path for f in matches.ambiguous)]
    left_out += [refused.path for refused in matches.refused]
    lines += [f"{path}|not taken" for path in left_out]
    hashes.save()
    return hashlib.sha256("\n".join(sorted(lines)).encode(errors="surrogateescape")).hexdigest()
