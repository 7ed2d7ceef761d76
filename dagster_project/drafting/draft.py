"""The draft of a contract: sample, profile, fit, feeds, page, and a trial of the result.

Holds the order of work. Each guess stands in the module of its kind.
"""

import tempfile
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.errors import UnreadableFile, UsageError
from dagster_project.landing.contract import Contract, load_contract
from dagster_project.landing.date_formats import has_time, local_formats
from dagster_project.landing.entities import load_entities
from dagster_project.landing.formats.opening import open_file
from dagster_project.landing.trial import Trial, try_landing

from .cohorts import draft_cohorts
from .feeds import FeedDraft, direction_of, draft_feeds
from .fitting import Fit, fits_of
from .names import exported_at_of, files_of, name_of
from .page import ContractDraft, write_page
from .profile import FileProfile, profile_of
from .sample import Sample, sampled
from .totals import draft_totals

_NEAREST = 3
_CLOSE = 0.7  # of the best fit's points: from here on another entity is worth a word
_PARTIES = frozenset({"customer_id", "contact_id", "account_id", "email"})
_PERSONAL = frozenset({"email", "phone", "first_name", "last_name", "full_name", "referrer_email"})


@dataclass(frozen=True)
class Draft:
    """A drafted contract.

    Attributes:
        name: of the contract.
        text: its YAML.
        contract: the same, loaded.
        why: how the entity was found, and what else came into question.
        doubts: what a person should look at.
        columns: header → kind of its values, what it fills, and an example where it is not personal.
        trial: what the file would land under it.
    """

    name: str
    text: str
    contract: Contract
    why: list[str]
    doubts: list[str]
    columns: list[tuple[str, str, str, str]] = field(repr=False)
    trial: Trial = field(repr=False)


def draft_contract(
    path: Path, inbox: Path | None, taken: Container[str], time_zone: str = "UTC", name: str | None = None
) -> Draft:
    """Guess a contract for a file.

    Args:
        path: the file, anywhere.
        inbox: the workspace's, from which `files` counts; None where there is no workspace.
        taken: names of contracts that the draft must not replace.
        time_zone: of the workspace.
        name: of the contract; told from the file's where it is None.

    Raises:
        UsageError: the file is no table, or none of the entities fits it; says what was seen.
    """
    if not path.is_file():
        raise UsageError(f"{path} is no file.", "Name the file that you want to describe.")
    with tempfile.TemporaryDirectory(prefix="amorce-draft-") as tmp, sampled(path, Path(tmp)) as sample:
        profile = profile_of(sample)
        name = name or name_of(path, taken)
        feeds, why, extra = _feeds(path, inbox, sample, profile, name)
        page = _page(path, inbox, sample, profile, feeds=feeds, name=name)
        page.doubts[:0] = extra
        text = write_page(page)
        contract, trial = _tried(path, text, time_zone, Path(tmp))
        columns = _columns(sample, profile, feeds)
    return Draft(name, text, contract, why, page.doubts, columns, trial)


def _feeds(
    path: Path, inbox: Path | None, sample: Sample, profile: FileProfile, name: str
) -> tuple[list[FeedDraft], list[str], list[str]]:
    """The feeds, why they are those, and doubts about that."""
    feeds = draft_totals(profile, sample)
    if feeds:
        return feeds, [f"{len(feeds)} feeds, since each row is a period and columns are totals of channels"], []
    feeds = draft_cohorts(profile, sample)
    if feeds:
        return feeds, ["each row is a customer who lasted so many periods"], []
    repeated = {header for header in profile.columns if sample.distinct([header]) < sample.records}
    place = path.relative_to(inbox) if inbox is not None and path.is_relative_to(inbox) else Path(path.name)
    compared = fits_of(profile.columns, place, repeated)
    fits = _without_forgetful([fit for fit in compared if fit.is_possible])
    if not fits:
        raise _nothing_fits(path, profile, compared)
    turned = direction_of(profile)
    calls = [fit for fit in fits if fit.entity in ("outflows", "returns")] if turned is not None else []
    best = (calls or fits)[0]
    if calls and turned is not None:
        return draft_feeds(best, profile, sample, name), [f"calls in and out, told apart by {turned[0]!r}"], []
    why = [f"{best.entity}, told by {', '.join(best.reasons) or 'the values'} ({best.points:.1f} points)"]
    why += [f"{fit.entity} comes next with {fit.points:.1f} points" for fit in fits[1:2]]
    close = [fit for fit in fits[1:] if fit.points > _CLOSE * best.points]
    doubts = [_rival(best, fit) for fit in close[:1]]
    return draft_feeds(best, profile, sample, name), why, doubts


def _without_forgetful(fits: list[Fit]) -> list[Fit]:
    """Fits but those without a place for people whom a fit of about as many points names: nobody would choose them."""
    naming = [fit for fit in fits if _PARTIES & fit.columns.keys()]
    forgetful = [fit for fit in fits if not _PARTIES & load_entities()[fit.entity].columns.keys()]
    return [fit for fit in fits if fit not in forgetful or all(_CLOSE * fit.points >= each.points for each in naming)]


def _rival(best: Fit, other: Fit) -> str:
    return f"entity: the rows are taken for {best.entity}; they could be {other.entity}"


def _nothing_fits(path: Path, profile: FileProfile, compared: list[Fit]) -> UsageError:
    seen = ", ".join(f"{column.name} ({column.kind})" for column in list(profile.columns.values())[:12])
    lacking = "; ".join(
        f"{fit.entity} lacks {' and '.join(' or '.join(group) for group in fit.missing)}" for fit in compared[:_NEAREST]
    )
    return UsageError(
        f"{path}: no entity fits its columns: {seen}.",
        f"Nearest: {lacking}. Rename a column so that it tells, or write the contract by docs/contracts.md.",
    )


def _page(
    path: Path, inbox: Path | None, sample: Sample, profile: FileProfile, *, feeds: list[FeedDraft], name: str
) -> ContractDraft:
    form = dict(sample.form)
    if form.get("type") in ("csv", "json", "jsonl") or profile.numbers.decimal != ".":
        form |= {"decimal": profile.numbers.decimal} if profile.numbers.decimal != "." else {}
        form |= {"thousands": profile.numbers.thousands} if profile.numbers.thousands else {}
    _lift_dates(form, feeds)
    used = {header for feed in feeds for header in feed.headers}
    left = [header for header in profile.columns if header not in used]
    about = [f"Drafted from {path.name}: {sample.records:,} records, {len(profile.columns)} columns."]
    if left:
        about.append(f"Not used, kept beside the landing: {', '.join(left)}.")
    doubts = [*sample.doubts, *([profile.number_doubt] if profile.number_doubt else [])]
    doubts += [doubt for feed in feeds for doubt in _of_feed(feed, len(feeds))]
    if any(feed.entity in ("orders", "order_lines", "costs") and "currency" not in feed.columns for feed in feeds):
        doubts.append(
            "currency: amounts are in that of amorce.yml; another one is set there, or, beside others, written as "
            "`constants: {currency: …}` with its rates in rates.csv"
        )
    moments = [profile.columns[header].dates for header in used if header in profile.columns]
    if any(_is_local(each) for moment in moments if moment is not None for each in moment.formats):
        doubts.append("timezone: times are in the workspace's zone; else write `timezone` into `format`")
    return ContractDraft(
        name=name,
        label=path.stem.replace("_", " "),
        system=name,
        files=files_of(path, inbox, name),
        form=form,
        exported_at=exported_at_of(path),
        feeds=feeds,
        members=[sample.member] if sample.member is not None and sample.other_members else [],
        about=about,
        doubts=list(dict.fromkeys(doubts)),
    )


def _of_feed(feed: FeedDraft, feeds: int) -> list[str]:
    return [f"{feed.name}: {doubt}" if feeds > 1 else doubt for doubt in feed.doubts]


def _lift_dates(form: dict[str, object], feeds: list[FeedDraft]) -> None:
    """Formats that all columns share stand once, with the file's."""
    rules = [rule for feed in feeds for rule in feed.columns.values() if "dates" in rule]
    written = [rule for rule in rules if not any(" since " in each or " before " in each for each in rule["dates"])]
    forms = {tuple(rule["dates"]) for rule in written}
    if len(forms) == 1:
        form["dates"] = list(forms.pop())
        for rule in written:
            rule.pop("dates", None)  # two feeds may share a rule


def _is_local(form: str) -> bool:
    """Whether a format writes a time of day, and not which instant that is."""
    return has_time(form) and local_formats([form]) != []


def _tried(path: Path, text: str, time_zone: str, tmp: Path) -> tuple[Contract, Trial]:
    """The draft, loaded like any contract, and what the file lands under it."""
    written = tmp / "draft.yaml"
    written.write_text(text, encoding="utf-8")
    contract = load_contract(written)
    try:
        opened = open_file(path, contract, tmp)
        return contract, try_landing(path, contract, opened, time_zone, tmp)
    except UnreadableFile as error:
        return contract, Trial([], [], [str(error)])


def _columns(sample: Sample, profile: FileProfile, feeds: list[FeedDraft]) -> list[tuple[str, str, str, str]]:
    rows = []
    for header, column in profile.columns.items():
        fills = [
            f"{name} of {feed.entity}"
            for feed in feeds
            for name, rule in feed.columns.items()
            if not feed.is_offered and header in (*rule["from"], *rule.get("and", ()))
        ]
        fills += [f"which rows are {feed.entity}" for feed in feeds if feed.when and header in feed.when["from"]]
        is_personal = column.is_email or column.is_phone or any(fill.split()[0] in _PERSONAL for fill in fills)
        is_open = bool(fills) and not is_personal
        example = next(iter(sample.column(header)), "") if is_open else ""
        rows.append((header, column.kind, ", ".join(dict.fromkeys(fills)) or "kept beside", example[:30]))
    return rows
