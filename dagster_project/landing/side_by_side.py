"""Several files at a time: which ones, and how many.

DuckDB splits one file's work by parts of some 120,000 records, and much of it (the witness, hashes of what was written)
runs on one thread; side by side files fill the cores that one of them leaves idle. Holds the order of work only.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from .contract import Contract

Match = tuple[Path, Contract]
Worker = TypeVar("Worker")
Result = TypeVar("Result")


def side_by_side(
    matches: Iterable[Match],
    size_of: Callable[[Match], int],
    workers: list[Worker],
    take: Callable[[Worker, Path, Contract], Result],
) -> Iterator[Result]:
    """Have workers take files, the largest first, each worker one at a time.

    Files of one size may be the same bytes: one worker takes them in turn, so that the second is recognised.
    """
    idle = list(workers)

    def take_all(group: list[Match]) -> list[Result]:
        worker = idle.pop()
        try:
            return [take(worker, path, contract) for path, contract in group]
        finally:
            idle.append(worker)

    groups = [list(group) for _, group in groupby(sorted(matches, key=size_of, reverse=True), key=size_of)]
    with ThreadPoolExecutor(len(workers)) as pool:
        for results in pool.map(take_all, groups):
            yield from results
