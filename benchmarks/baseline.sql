-- The same core tables by hand, in DuckDB's own SQL: what a good analyst would write for these four systems and no other.
-- Local times of Paris throughout. It trusts its files: no rejected rows, no ledger, no laws, no other engine, doubles
-- for credits, an address for a person. {exports} is the folder of the exports, {free_mail} the list of free-mail domains.
create table mails as
select lower(email) as email, nullif(tag, 'NA') as campaign, mid, st_text = 'sent' as is_sent,
    try_strptime(ts, '%d-%m-%Y %H:%M:%S') as sent_at
from read_csv('{exports}/brevo/*log*.csv', delim = ',', header = true, all_varchar = true, ignore_errors = true);

create table contacts as
select cast("Record ID" as bigint) as contact_id, lower("Email") as email,
    try_cast("Associated Company IDs" as bigint) as company_id, "Lifecycle Stage" as stage
from read_csv('{exports}/hubspot/*contact*.csv', delim = ',', header = true, all_varchar = true, ignore_errors = true);

create table companies as
select cast("Record ID" as bigint) as company_id, "State/Region" as region, "Industry" as industry,
    regexp_extract(lower("Website URL"), '^(?:https?://)?(?:www\.)?([^/]+)', 1) as domain
from read_csv('{exports}/hubspot/*compan*.csv', delim = ',', header = true, all_varchar = true, ignore_errors = true);

create table forms as
select "Submission ID" as form_id, lower("Email") as email,
    coalesce("Phone" || ' ' || lower("First name" || ' ' || "Last name"), null) as caller,
    timezone('Europe/Paris', timezone('UTC', try_strptime("Submitted at", '%Y-%m-%dT%H:%M:%SZ'))) as returned_at
from read_csv('{exports}/forms/*.csv', delim = ',', header = true, all_varchar = true, ignore_errors = true);

create table order_lines as
select column00 as order_id, column02 = 'Vente' as is_sale,
    try_strptime(column03, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M']) as ordered_at, lower(coalesce(column05, column04)) as email,
    try_cast(replace(translate(column10, ' ' || chr(160), ''), ',', '.') as decimal(18, 2)) as amount
from read_csv('{exports}/shop/*.csv', delim = ';', header = false, skip = 1, all_varchar = true, ignore_errors = true,
    encoding = 'latin-1', names = [{shop_columns}]);

-- Persons: one per address (or caller), with an integer key and the key of their account.
create table persons as
with addresses as (
    select email from mails union select email from contacts union select email from order_lines
    union select coalesce(email, caller) from forms
), domains as (
    select addresses.email, split_part(addresses.email, '@', 2) as domain from addresses where email is not null
), filed as (select email, min(company_id) as company_id from contacts group by email),
homes as (select domain, min(company_id) as company_id from companies group by domain)
select row_number() over () as person, domains.email,
    coalesce(filed.company_id, homes.company_id, case when free.domain is null and domains.domain <> ''
    then -cast(hash(domains.domain) >> 2 as bigint) end) as account
from domains left join filed using (email) left join homes using (domain)
left join read_csv('{free_mail}') as free using (domain);

create table campaigns as
select row_number() over () as campaign_key, campaign from (select distinct campaign from mails where is_sent);

create table touches as
select persons.person, coalesce(persons.account, -persons.person) as account, campaigns.campaign_key, mails.sent_at
from mails join persons using (email) left join campaigns using (campaign)
anti join (select mid from mails where not is_sent) as bounced on mails.mid = bounced.mid
where mails.is_sent and coalesce(mails.campaign, '') not in ('order-confirmation', 'shipping', 'invoice');

create table orders as
select order_id, min(email) as email, min(ordered_at) as ordered_at, sum(amount) as revenue
from order_lines where is_sale group by order_id;

create table conversions as
with listed as (
    select 'return' as kind, form_id as id, coalesce(email, caller) as email, returned_at as moment, null as revenue
    from forms union all
    select 'return', order_id, email, ordered_at, null from orders union all
    select 'order', order_id, email, ordered_at, revenue from orders
), numbered as (
    select row_number() over () as conversion, listed.*, persons.person, coalesce(account, -person) as account
    from listed left join persons using (email)
), scoped as (
    select *, 1 as scope, person as unit from numbered union all select *, 2, account from numbered
)
select *, greatest(moment - interval 112 day, lag(moment) over (partition by kind, scope, unit order by moment)) as opens_at
from scoped;

-- Touchpoints and the five models in one pass over the paths.
create table touchpoints as
with units as (
    select 1 as scope, person as unit, campaign_key, sent_at, 1 as touches from touches union all
    select 2, account, campaign_key, max(sent_at), count(*) from touches
    group by account, campaign_key, cast(sent_at as date)
), paths as (
    select conversions.conversion, conversions.kind, conversions.scope, conversions.revenue, conversions.moment,
        units.campaign_key, units.sent_at, units.touches,
        row_number() over path as position, count(*) over whole as touchpoints,
        power(0.5, date_diff('day', units.sent_at, conversions.moment) / 7) as weight
    from conversions join units on units.unit = conversions.unit and units.scope = conversions.scope
        and units.sent_at < conversions.moment and units.sent_at >= conversions.opens_at
    window whole as (partition by conversions.conversion, conversions.scope),
        path as (partition by conversions.conversion, conversions.scope order by units.sent_at)
)
select * exclude (weight), if(position = 1, 1, 0) as first, if(position = touchpoints, 1, 0) as last,
    1 / touchpoints as linear, weight / sum(weight) over (partition by conversion, scope) as time_decay,
    case when touchpoints = 1 then 1 when touchpoints = 2 then 0.5 when position in (1, touchpoints) then 0.4
    else 0.2 / (touchpoints - 2) end as position_based
from paths;

create table credits as
select scope, kind, campaign_key, date_trunc('month', sent_at) as sent_month, date_trunc('month', moment) as month,
    {sums}
from touchpoints group by all;

create table ranks as
select account, sum(revenue) as revenue, rank() over (order by sum(revenue) desc) as revenue_rank,
    sum(sum(revenue)) over (order by sum(revenue) desc) / sum(sum(revenue)) over () as cumulative_share
from conversions where kind = 'order' and scope = 1 group by account;

create table weekly as
select 'touches' as what, date_trunc('week', sent_at) as week, region, campaign_key, count(*) as items
from touches left join companies on touches.account = companies.company_id group by all
union all
select kind, date_trunc('week', moment), region, null, count(*)
from conversions left join companies on conversions.account = companies.company_id where scope = 1 group by all;
