"""Injuries of the keys that landing makes: two things that meet in one, one thing that falls into two."""

import pytest
from injury import Injury, first, landed
from played import Played

_HASH = "cast(md5_number({}) >> 68 as bigint)"


def _key(entity: str, text: str, condition: str = "true") -> str:
    """Rows of `entity` whose key is made of `text`, where the condition holds."""
    return f"select * replace (case when {condition} then {_HASH.format(text)} else _key end as _key) from landed"


_KEYLESS = "_contract = 'phone_log'"
INJURIES = [
    landed(
        "a column is left out of the key of order lines",
        "order_lines",
        _key("order_lines", "'order_lines|' || _system || '|' || order_id_key"),
    ),
    landed(
        "a column is left out of the key of links",
        "links",
        _key("links", "'links|' || _system || '|' || deal_id_key", "_contract = 'hubspot_deals'"),
    ),
    landed("the system is left out of ids", "accounts", _key("accounts", "'account||' || account_id")),
    landed(
        "ids are cut to ten characters before they are hashed", "outflows", _key("outflows", "left(outflow_id, 10)")
    ),
    landed(
        "two deals of different ids meet in one key",
        "deals",
        f"select * replace (case when {first('-_key')} then min(_key) over () else _key end as _key) from landed",
    ),
    landed(
        "a delivery's name is part of the key: what comes again is another thing",
        "contacts",
        _key("contacts", "contact_id || _delivery_id"),
    ),
    landed(
        "keys are null though the natural key is there",
        "deals",
        "select * replace (_key = min(_key) over () as _key_is_null) from landed",
    ),
    landed(
        "an id has the key of another kind of thing",
        "returns",
        "select * replace (case when becomes_deal_id is not null then _key else becomes_deal_id_key end "
        "as becomes_deal_id_key) from landed",
    ),
    landed(
        "rows without a natural key lose their number among equals",
        "returns",
        "from landed union all by name (select * replace (_row_number + 1000000 as _row_number) from landed "
        f"where {_KEYLESS} order by _key limit 1)",
    ),
    landed(
        "the content of a row leaves out its moment: another call is a repeat",
        "returns",
        "select * exclude (is_last, least_key, least_content) replace ("
        "case when is_last then least_key else _key end as _key, "
        "case when is_last then least_content else _content end as _content) "
        f"from (select *, {first('-_key', _KEYLESS)} as is_last, "
        f"min(_key) filter (where {_KEYLESS}) over () as least_key, "
        f"arg_min(_content, _key) filter (where {_KEYLESS}) over () as least_content from landed)",
    ),
    landed(
        "a corrected amount has the content of the old one: the correction is a repeat",
        "deals",
        "select * replace (first_value(_content) over (partition by _key order by _exported_at, _content) as _content) "
        "from landed",
    ),
]


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_an_injury_of_keys_is_caught(injury: Injury, patient: Played) -> None:
    injury.deed(patient)
    assert patient.failed_laws() & {"source_made_keys", "source_repeats"}, "no law of keys sees it"
