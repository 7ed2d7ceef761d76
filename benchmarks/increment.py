"""What comes on top of a large inbox a day later: a hundredth more outflows, and the contacts once more, in full.

Holds the making of the two files from the newest of their kind in the inbox. Must not hold what is measured.
"""

import re
from datetime import datetime, timedelta
from pathlib import Path

_DAY = timedelta(days=1)
_SENT = re.compile(r"(?P<event>sent),(?P<day>\d{2}-\d{2}-\d{4}) ")
_COMPANY = re.compile(r",(\d{6,}),")
_MOVED = 500  # one of so many contacts changes company


def deliver_increment(inbox: Path) -> int:
    """Write both files, exported a day after the newest ones; returns how many outflows are new."""
    logs = sorted(inbox.glob("brevo/brevo-log-*.csv"))
    wanted = sum(_count(path) for path in logs) // 100
    header, *lines = logs[-1].read_text(encoding="utf-8").splitlines(keepends=True)
    sent = [_a_day_later(line) for line in lines if _SENT.match(line)]
    rows = [_with_ids(line, turn) for turn in range(wanted // len(sent) + 1) for line in sent][:wanted]
    _next(logs[-1]).write_text(header + "".join(rows), encoding="utf-8")
    contacts = max(inbox.glob("hubspot/hubspot-contacts-*.csv"))
    _next(contacts).write_text("".join(_moved(contacts.read_text(encoding="utf-8"))), encoding="utf-8")
    return len(rows)


def _count(log: Path) -> int:
    with log.open(encoding="utf-8") as lines:
        return sum(_SENT.match(line) is not None for line in lines)


def _a_day_later(line: str) -> str:
    def later(found: re.Match[str]) -> str:
        day = datetime.strptime(found["day"], "%d-%m-%Y") + _DAY
        return f"{found['event']},{day:%d-%m-%Y} "

    return _SENT.sub(later, line, count=1)


def _with_ids(line: str, turn: int) -> str:
    """Another message: its id is told apart from that of the day before."""
    return line.replace(",<", f",<new{turn}.", 1)


def _moved(text: str) -> list[str]:
    lines = text.splitlines(keepends=True)
    companies = [found[1] for line in lines if (found := _COMPANY.search(line))]
    for number in range(_MOVED, len(lines), _MOVED):
        lines[number] = _COMPANY.sub(f",{companies[number % len(companies)]},", lines[number], count=1)
    return lines


def _next(path: Path) -> Path:
    exported_on = datetime.strptime(path.stem[-10:], "%Y-%m-%d") + _DAY
    return path.with_name(f"{path.stem[:-10]}{exported_on:%Y-%m-%d}{path.suffix}")
