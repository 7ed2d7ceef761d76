"""Injuries of the balanced warehouse, each with the law that must break and by how much. Data only."""

INJURIES = [
    (
        "a record vanishes between witness and landing",
        "update landing.deliveries set rejected = 0 where delivery_id = 'd1'",
        ("delivery_records", "phone_log/returns", "d1 ", 1),
    ),
    (
        "two landed rows vanish from the file of the outflows",
        "delete from landing.outflows where _key in (21, 22)",
        ("delivery_rows", "mail/outflows", "d3 ", 2),
    ),
    (
        "a landing that no manifest names is read as well",
        "insert into landing.outflows by name from (from landing.outflows limit 1) "
        "select * replace (25 as _key, 25 as _content, 'd9' as _delivery_id)",
        ("delivery_rows", "mail/outflows", "d9 ", -1),
    ),
    (
        "a withdrawn delivery is still read",
        "update landing.deliveries set is_withdrawn = true where delivery_id = 'd3'",
        ("delivery_rows", "mail/outflows", "d3 ", -4),
    ),
    (
        "a rejected record is not listed",
        "delete from landing.left_records",
        ("delivery_left", "phone_log/returns", "d1 ", 1),
    ),
    (
        "a tally loses a record",
        "update landing.tallies set delivered = 5 where delivered = 6",
        ("delivery_tallies", "phone_log/returns", "d1  delivered", 1),
    ),
    (
        "delivery_ledger loses a delivery",
        "delete from marts.delivery_ledger where delivery_id = 'd3'",
        ("delivery_ledger", "(all)", "deliveries", 1),
    ),
    (
        "staging drops a row",
        "delete from staging.stg_outflows where row_key = 24",
        ("source_rows", "mail", "outflows", 1),
    ),
    (
        "a row has no status",
        "update staging.stg_outflows set row_status = null where row_key = 24",
        ("source_rows", "mail", "outflows", 1),
    ),
    (
        "two rows of a key are current",
        "update staging.stg_returns set row_status = 'current' where row_status = 'superseded'",
        ("source_current", "phone_log", "returns", -1),
    ),
    (
        "no row of a key is current",
        "update staging.stg_returns set row_status = 'superseded' where row_key = 6",
        ("source_current", "phone_log", "returns", -1),
    ),
    (
        "source_ledger counts a duplicate too few",
        "update marts.source_ledger set duplicates = 0",
        ("source_ledger", "phone_log", "returns duplicates", 1),
    ),
    (
        "an inner join drops an outflow",
        "delete from marts.fct_outflows where outflow_key = '21'",
        ("source_facts", "mail", "outflows", 1),
    ),
    (
        "a fan-out doubles order lines",
        "insert into marts.fct_order_lines from marts.fct_order_lines where order_key = '100'",
        ("source_facts", "shop", "order_lines", -3),
    ),
    (
        "an order made from lines vanishes",
        "delete from marts.fct_orders where order_key = '101'",
        ("source_facts", "shop", "orders made from lines", 1),
    ),
    (
        "a file cannot be read",
        "insert into landing.problems values ('phone/april.csv', 'unreadable', 'line 3 is not utf-8')",
        ("returns_readable", "phone/april.csv", "unreadable", -1),
    ),
    (
        "too many records are rejected",
        "insert into landing.problems values ('phone/april.csv', 'too_many_rejected', '9 of 10 records')",
        ("returns_readable", "phone/april.csv", "too_many_rejected", -1),
    ),
    (
        "a source is renamed on its way",
        "update marts.fct_returns set source = 'fone_log' where return_key in ('1', '2')",
        ("returns_declared", "fone_log", "undeclared", -2),
    ),
    (
        "a declared source is missing from its dimension",
        "delete from marts.dim_return_sources where source = 'shop'",
        ("returns_declared", "shop", "all", 1),
    ),
    (
        "a source falls silent",
        "update landing.sightings set exported_at = timestamp '2025-04-10' where contract = 'phone_log'",
        ("returns_silence", "phone_log", "phone_log", -1),
    ),
    (
        "a declared source never sent anything",
        "insert into landing.return_sources values "
        "('letters', 'letter_log', 'returns', 'returns', 'month', 5, date '2025-01-01', null, null)",
        ("returns_silence", "letters", "letter_log", -1),
    ),
    (
        "a return vanishes",
        "delete from marts.fct_returns where return_key = '3'",
        ("returns_counted", "phone_log", "2025-03", 1),
    ),
    (
        "a return is counted twice",
        "insert into marts.fct_returns from marts.fct_returns where return_key = '102'",
        ("returns_counted", "shop", "2025-04", -1),
    ),
    (
        "local midnight shifts a return into another month",
        "update marts.fct_returns set returned_at = timestamp '2025-03-31 21:59:59' where return_key = '5'",
        ("returns_counted", "phone_log", "2025-04", 1),
    ),
    (
        "one return is replaced by another",
        "update marts.fct_returns set return_key = '99' where return_key = '3'",
        ("returns_counted", "(all)", "all", -2),
    ),
    (
        "a refund is counted as a return",
        "insert into marts.fct_returns values "
        "('101', 'shop', 'direct', timestamp '2025-04-12 12:00:00', '1', null, false)",
        ("returns_counted", "shop", "2025-04", -1),
    ),
    (
        "the ledger does not balance",
        "update marts.return_ledger set gathered = 1 where gathered = 2",
        ("returns_ledger", "shop", "2025-03", 1),
    ),
    (
        "the ledger hides a difference",
        "update marts.return_ledger set delivered = 7 where delivered = 6",
        ("returns_ledger", "phone_log", "delivered", -1),
    ),
    (
        "a return has no origin",
        "update marts.fct_returns set origin = null where return_key = '6'",
        ("origins_sum", "phone_log", "2025-04", 1),
    ),
    (
        "an anonymous return has a contact",
        "update marts.fct_returns set origin = 'anonymous' where return_key = '6'",
        ("origins_sum", "phone_log", "2025-04", 1),
    ),
    (
        "the ledger counts an origin too often",
        "update marts.return_ledger set direct = 2 where source = 'shop' and month = date '2025-03-01'",
        ("origins_sum", "shop", "direct", -1),
    ),
    (
        "a contact stands twice in its dimension",
        "insert into marts.dim_contacts values ('1')",
        ("origins_keys", "dim_contacts", "key", -1),
    ),
    (
        "a return names a contact that does not exist",
        "update marts.fct_returns set contact_key = '999' where source = 'shop'",
        ("origins_references", "fct_returns", "contact_key", -2),
    ),
    (
        "pointer jumping did not converge",
        "update intermediate.int_contact_identifiers__resolved set contact_key = 2 where identifier_key = 2",
        ("origins_identity", "contacts", "linked, but not one key", -1),
    ),
    (
        "a link that no row names",
        "insert into intermediate.int_contact_links__judged by name "
        "select 2 as first_key, 3 as second_key, 'email' as first_kind, 'email' as second_kind, 'linked' as status",
        ("origins_links", "contacts", "without a row that names both", -1),
    ),
    (
        "a link of a row that came twice only",
        "update staging.stg_contacts set row_status = 'duplicate'",
        ("origins_links", "contacts", "without a row that names both", -1),
    ),
    (
        "an account and its domain without a link",
        "insert into staging.stg_prospects by name "
        "select 'current' as row_status, 7 as account_id_key, 8 as account_domain_key",
        ("origins_links", "accounts", "named together, but no link", -1),
    ),
    (
        "a merge without a link",
        "insert into staging.stg_merges values ('current', 'contact', 3, 1)",
        ("origins_links", "contacts", "named together, but no link", -1),
    ),
    (
        "an address of six persons that joins them",
        "insert into intermediate.int_contact_links__judged by name "
        "select id as first_key, 90 as second_key, 'contact_id' as first_kind, 'email' as second_kind, "
        "'linked' as status from range(80, 86) as ids (id)",
        ("origins_shared", "contacts", "linked by an identifier of many", -6),
    ),
    (
        "an address of one person that is ignored",
        "update intermediate.int_contact_links__judged set status = 'ignored_shared'",
        ("origins_shared", "contacts", "ignored, but no identifier of many", -1),
    ),
]
