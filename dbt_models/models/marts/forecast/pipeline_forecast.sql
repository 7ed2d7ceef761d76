-- The deals that are open in the newest exports. What they are expected to bring is filled by the statistics.
{% set cents = 'cast(shown.amount_reporting as decimal(19, 2))' %}
select
    shown.stage,
    shown.compelling_event,
    max(shown.shown_on) as known_on,
    count(*) as deals,
    {{ to_cents('coalesce(sum(shown.amount_reporting), 0)') }} as amount,
    cast(round(coalesce(sum({{ cents }} * {{ cents }}), 0), 2) as decimal(38, 2))
        as amount_squares,
    {{ to_cents('sum(cast(shown.amount_reporting as decimal(28, 6)) * shown.probability)') }} as stated_amount,
    cast(sum(shown.probability) / nullif(count(shown.probability), 0) as decimal(18, 6)) as stated_probability,
    count(case when shown.expected_close_on < followed.last_export_on then 1 end) as overdue,
    cast(null as decimal(18, 6)) as calibrated_probability,
    cast(null as decimal(18, 2)) as expected_amount,
    cast(null as decimal(18, 2)) as expected_low,
    cast(null as decimal(18, 2)) as expected_high,
    cast(null as string) as reason
from {{ ref('int_deals__shown') }} as shown
inner join {{ ref('int_deals__followed') }} as followed
    on shown.deal_key = followed.deal_key
where shown.next_shown_on is null and followed.outcome = 'open' and shown.status = 'open'
group by shown.stage, shown.compelling_event
