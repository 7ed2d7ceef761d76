-- Who is who in the warehouse beside (balanced_warehouse.sql): contact 1 wrote from address 2, of which a row and a link
-- tell; 3 stands by herself. Accounts 7 and 8 have nothing in common.
create table staging.nobody as
select
    cast(null as bigint) as contact_id_key, cast(null as bigint) as customer_id_key, cast(null as bigint) as email_key,
    cast(null as bigint) as phone_name_key, cast(null as bigint) as account_id_key,
    cast(null as bigint) as account_domain_key;
create or replace table landing.outflows as from landing.outflows cross join staging.nobody;
create or replace table landing.order_lines as from landing.order_lines cross join staging.nobody;
create table landing.engagements as from staging.nobody limit 0;
create or replace table staging.stg_returns as from staging.stg_returns cross join staging.nobody;
create or replace table staging.stg_deals as from staging.stg_deals cross join staging.nobody;
create or replace table staging.stg_orders as from staging.stg_orders cross join staging.nobody;
create table staging.stg_contacts as
select 'current' as row_status, * replace (1 as contact_id_key, 2 as email_key) from staging.nobody;
create table staging.stg_links as select cast(null as varchar) as row_status, * from staging.nobody limit 0;
create table staging.stg_tickets as from staging.stg_links;
create table staging.stg_milestones as from staging.stg_links;
create table staging.stg_accounts as from staging.stg_links;
create table staging.stg_prospects as from staging.stg_links;
create table staging.stg_merges (row_status varchar, thing varchar, old_id_key bigint, new_id_key bigint);
create table staging.stg_domains as select 8 as domain_key, 'acme.example' as domain, false as is_free_mail;
create schema reference;
create table reference.free_mail_domains as select 'mail.example' as domain;

create table intermediate.int_identifiers__gathered as select * exclude (row_status) from staging.stg_contacts;
create table intermediate.int_contact_links__judged as
select 1 as first_key, 2 as second_key, 'contact_id' as first_kind, 'email' as second_kind, 'linked' as status;
create table intermediate.int_account_links__judged as from intermediate.int_contact_links__judged limit 0;
create table intermediate.int_contact_identifiers__resolved as
select * from (values (1, 1), (2, 1), (3, 3)) as t (identifier_key, contact_key);
create table intermediate.int_account_identifiers__resolved as
select * from (values (7, 7), (8, 8)) as t (identifier_key, account_key);
create table intermediate.int_contacts__assigned (contact_key bigint, account_key bigint);
