-- The counts that the laws compare, taken once: Parquet as it lies on disk, staging as it stands.
-- They are temporary tables of the connection; nothing of them reaches a publication.
create or replace temp table witness_landed (
    entity varchar, contract varchar, feed varchar, delivery_id varchar, member varchar, landed bigint,
    value_sum hugeint
);
create or replace temp table witness_staged (
    entity varchar, contract varchar, return_source varchar, row_status varchar, staged bigint,
    contradictions bigint, key_sum hugeint, value_sum hugeint
);
create or replace temp table witness_wrong_keys (
    entity varchar, contract varchar, wrong_keys bigint, first_keys varchar
);
create or replace temp table witness_wrong_contents (
    entity varchar, contract varchar, wrong_contents bigint, first_keys varchar
);
create or replace temp table witness_made_keys (
    entity varchar, contract varchar, checked bigint, wrong bigint, first_keys varchar
);
create or replace temp table witness_repeats (
    entity varchar, contract varchar, checked bigint, wrong bigint, first_keys varchar
);
create or replace temp table witness_waivers (source varchar, part varchar, until_on date, reason varchar);
create or replace temp table witness_returns (
    return_key varchar, source varchar, month date, returned_at timestamp
);

-- The local month of a UTC timestamp, by the workspace's time zone.
create or replace temp macro local_month(moment) as
cast(date_trunc('month', (moment at time zone 'UTC') at time zone getvariable('time_zone')) as date);

-- The local day of a UTC timestamp.
create or replace temp macro local_date(moment) as
cast((moment at time zone 'UTC') at time zone getvariable('time_zone') as date);

-- Which of the two things an identifier is of; a number inside, so that joins do not compare words.
create or replace temp macro thing_of(kind) as cast(kind as enum('contacts', 'accounts'));

-- Every two identifiers of a person, or of a company, that a row of the table or expression `named` holds, the
-- smaller key first.
create or replace temp macro pairs_of(named) as table (
    select source, least(one_key, other_key) as first_key, greatest(one_key, other_key) as second_key
    from (
        select thing_of('contacts') as source, contact_id_key as one_key, customer_id_key as other_key from query_table(named)
        union all
        select thing_of('contacts'), contact_id_key, email_key from query_table(named)
        union all
        select thing_of('contacts'), contact_id_key, phone_name_key from query_table(named)
        union all
        select thing_of('contacts'), customer_id_key, email_key from query_table(named)
        union all
        select thing_of('contacts'), customer_id_key, phone_name_key from query_table(named)
        union all
        select thing_of('contacts'), email_key, phone_name_key from query_table(named)
        union all
        select thing_of('accounts'), account_id_key, account_domain_key from query_table(named)
    )
    where one_key <> other_key
);
