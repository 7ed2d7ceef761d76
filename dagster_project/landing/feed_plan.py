"""What of one file becomes of one feed: a stack of SQL layers from cleaned cells to landed columns.

Holds the plan only, as text; nothing is executed here. Casting stands in `casts`, the choice of words in `feed_texts`,
the columns that every row carries in `feed_system_columns`.
"""

from .casts import Cast, cast_cell, cast_moment, phone_name_key, pseudonym
from .cells import Cells
from .contract import ColumnRule, Moment, OnUnmappedWord, When, normalise_word_sql
from .drift_rules import reject_drift
from .entities import EntityColumn, load_entities
from .feed_model import MISSING_REASON, UNMAPPED_REASON, Fault, FeedPlan, PlanContext
from .feed_texts import Text, mapped_text, meaning, parts_of_cell, text_of_rule, texts_of
from .id_forms import salesforce_id
from .sql import SEPARATOR, quote_value
from .words import normalise_word


def plan_feed(name: str, context: PlanContext) -> FeedPlan:
    """The plan of one feed for one file.

    Raises:
        UnreadableFile: the file lacks a column that the feed needs.
    """
    feed = context.contract.feeds[name]
    plan = FeedPlan(name=name, feed=feed, entity=load_entities()[feed.entity])
    _plan_selection(plan, context)
    _plan_return_source(plan, context)
    for column in plan.entity.columns.values():
        if column.name in feed.constants:
            _plan_constant(plan, column, feed.constants[column.name], context)
        elif column.name in feed.columns:
            _plan_column(plan, column, feed.columns[column.name], context)
    _plan_phone_keys(plan)
    _plan_moments(plan, context)
    if not feed.key:
        plan.beside = _unlanded_text(plan, context.cells)
    if context.contract.on_drift == "reject_row":
        reject_drift(plan, context)
    return plan


def _plan_selection(plan: FeedPlan, context: PlanContext) -> None:
    conditions = []
    for number, when in enumerate(plan.feed.when, start=1):
        if when.optional and not context.cells.positions(when.headers):
            conditions.append("true" if when.default in when.selected else "false")
            continue
        context.cells.require(f"`when` of {plan.name}", when.headers)
        source = texts_of(context.cells, when.headers, context.nulls())
        word = f"when_{number}__word"
        plan.whens[word] = _word_of(source, when)
        wanted = [item if when.values is not None else normalise_word_sql(quote_value(item)) for item in when.selected]
        listed = ", ".join(quote_value(item) if when.values is not None else item for item in wanted)
        conditions.append(f"coalesce({word} in ({listed}), true)")
        if when.on_unmapped != "keep":
            plan.faults.append(
                Fault(
                    f"{word} is null",
                    context.cells.label(when.headers),
                    UNMAPPED_REASON,
                    source.value,
                    when.on_unmapped == "fail",
                )
            )
    plan.selected = " and ".join(conditions) or "true"


def _word_of(source: Text, when: When) -> str:
    word = meaning(source.value, when.values) if when.values is not None else normalise_word_sql(source.value)
    return word if when.default is None else f"coalesce({word}, {quote_value(when.default)})"


def _plan_return_source(plan: FeedPlan, context: PlanContext) -> None:
    declared = plan.feed.return_source
    if declared is None:
        return
    if declared.constant is not None:
        plan.return_source = quote_value(declared.constant)
        return
    headers, values = declared.headers or (), dict(declared.values or {})
    context.cells.require(f"the return source of {plan.name}", headers)
    source = texts_of(context.cells, headers, context.nulls())
    plan.words["return_source__word"] = meaning(source.value, values)
    plan.return_source = "return_source__word"
    if declared.on_unmapped == "keep":
        plan.return_source = "coalesce(return_source__word, 'unmapped')"
        return
    label, blocks = context.cells.label(headers), declared.on_unmapped == "fail"
    plan.faults.append(Fault("return_source__word is null", label, UNMAPPED_REASON, source.value, blocks))


def _plan_constant(plan: FeedPlan, column: EntityColumn, constant: str, context: PlanContext) -> None:
    rule = ColumnRule.model_validate({"from": [column.name]})
    plan.texts[f"{column.name}__text"] = quote_value(constant)
    cast = cast_cell(column, f"{column.name}__text", context.cell_format(rule))
    plan.first |= cast.first
    plan.outputs |= cast.outputs


def _plan_column(plan: FeedPlan, column: EntityColumn, rule: ColumnRule, context: PlanContext) -> None:
    headers = (*rule.headers, *(rule.otherwise or ()))
    if not rule.optional:
        context.cells.require(column.name, headers)
    label = context.cells.label(headers)
    source = _parted(plan, column, rule, text_of_rule(context.cells, rule, context.nulls(rule)))
    if column.type not in ("name", "phone", "private"):
        plan.landed_positions |= set(context.cells.positions(rule.all_headers))
    policy = context.contract.policy(rule)
    text = _worded(plan, column, rule, source, policy)
    name = f"{column.name}__text"
    plan.texts[name] = pseudonym(text.value) if rule.pseudonym else _id_text(column, rule, text.value, context)
    cast = cast_cell(column, name, context.cell_format(rule))
    plan.first |= cast.first
    plan.outputs |= cast.outputs
    if column.type == "email" and source.cells:
        plan.emails[column.name] = cast
    if text.differs:
        plan.differing[label] = text.differs
    if text.is_unmapped:
        if policy == "keep":
            plan.kept_unmapped[column.name] = text.is_unmapped
        else:
            plan.faults.append(Fault(text.is_unmapped, label, UNMAPPED_REASON, source.value, policy == "fail"))
    _plan_unreadable(plan, column, cast, label)


def _id_text(column: EntityColumn, rule: ColumnRule, text: str, context: PlanContext) -> str:
    """An id in the form that its system is known by; other texts as they are."""
    own = context.contract.id_form if rule.system in (None, context.contract.system) else "plain"
    is_salesforce = column.type == "id" and (rule.id_form or own) == "salesforce"
    return salesforce_id(text) if is_salesforce else text


def _parted(plan: FeedPlan, column: EntityColumn, rule: ColumnRule, source: Text) -> Text:
    """A cell of several values: each becomes a row of its own, or only the first is taken."""
    if rule.split is None or not source.cells:
        return source
    parts = parts_of_cell(source.value, rule.split)
    if rule.take == "first":
        return Text(source.cells, f"({parts})[1]", differs=source.differs)
    plan.parts[f"{column.name}__part"] = parts
    return Text(source.cells, f"{column.name}__part", differs=source.differs)


def _worded(plan: FeedPlan, column: EntityColumn, rule: ColumnRule, source: Text, policy: OnUnmappedWord) -> Text:
    values = rule.values
    if values is None and column.allowed and column.type == "category":
        values = {word: word for word in column.allowed}
    if values is None:
        if rule.default is None:
            return source
        return Text(source.cells, f"coalesce({source.value}, {quote_value(rule.default)})", differs=source.differs)
    found = f"{column.name}__word"
    plan.words[found] = meaning(source.value, values)
    return mapped_text(source, found, column.type, rule.default, policy)


def _plan_unreadable(plan: FeedPlan, column: EntityColumn, cast: Cast, label: str) -> None:
    text = f"{column.name}__text"
    if cast.readable is not None:
        unreadable = f"({text} is not null and not coalesce({cast.readable}, false))"
        if cast.loses_row:
            plan.faults.append(Fault(unreadable, label, cast.reason, text))
        else:
            plan.doubtful[column.name] = unreadable
    if column.is_required:
        plan.faults.append(Fault(f"{text} is null", label, MISSING_REASON, text))


def _plan_phone_keys(plan: FeedPlan) -> None:
    """A phone makes a key together with the person's name, whether the file has it in one column or in two."""
    texts = [f"{name}__text" for name in ("full_name", "first_name", "last_name") if f"{name}__text" in plan.texts]
    if not texts:
        return
    halves = [text for text in texts if text != "full_name__text"]
    joined = f"nullif(concat_ws(' ', {', '.join(halves)}), '')" if halves else ""
    whole = ["full_name__text"] if "full_name__text" in texts else []
    name = f"coalesce({', '.join([*whole, *filter(None, [joined])])})"
    phones = [column.name for column in plan.entity.columns.values() if f"{column.name}__digits" in plan.first]
    if phones:
        given = " or ".join(f"{phone}__text is not null" for phone in phones)
        plan.first["person__name"] = f"case when {given} then {normalise_word_sql(name)} end"
    for phone in phones:
        plan.keys[f"{phone}_name_key"] = phone_name_key(f"{phone}__digits", "person__name")


def _plan_moments(plan: FeedPlan, context: PlanContext) -> None:
    """The row's own version, its own date of export, its part of a snapshot."""
    if plan.feed.version_at is not None:
        _plan_moment(plan, "_version_at", plan.feed.version_at, context)
    exported = context.contract.exported_at
    if exported.kind == "column":
        moment = Moment.model_validate(
            {"from": exported.headers, "dates": exported.dates, "timezone": exported.timezone}
        )
        _plan_moment(plan, "_exported_at", moment, context)
        plan.delivery_positions |= set(context.cells.positions(moment.headers))
    part = context.contract.mode.part
    if part is not None and part.headers is not None:
        context.cells.require("the part of the snapshot", part.headers)
        plan.texts["_part"] = texts_of(context.cells, part.headers, context.nulls()).value
        plan.delivery_positions |= set(context.cells.positions(part.headers))


def _plan_moment(plan: FeedPlan, name: str, moment: Moment, context: PlanContext) -> None:
    context.cells.require(name.strip("_"), moment.headers)
    text = f"{name}__text"
    plan.texts[text] = texts_of(context.cells, moment.headers, context.nulls(moment)).value
    cast = cast_moment(name, text, context.cell_format(moment))
    plan.first |= cast.first
    plan.outputs |= cast.outputs
    unreadable = f"({text} is not null and {name} is null)"
    plan.faults.append(Fault(unreadable, context.cells.label(moment.headers), cast.reason, text))


def _unlanded_text(plan: FeedPlan, cells: Cells) -> str:
    """The cells that the feed does not land, each under its name, whatever the order of the file's columns."""
    left_out = plan.landed_positions | plan.delivery_positions
    named = sorted(
        (normalise_word(header), cells.written(position))
        for position, header in enumerate(cells.header)
        if position not in left_out
    )
    parts = [f"{quote_value(name + '=')} || {cell}" for name, cell in named]
    return f"concat_ws({quote_value(SEPARATOR)}, {', '.join(parts)})" if parts else ""
