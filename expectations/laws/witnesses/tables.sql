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
