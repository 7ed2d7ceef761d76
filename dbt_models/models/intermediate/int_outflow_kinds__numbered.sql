{{ config(database='marts', persist_docs={'relation': true, 'columns': true}) }}
-- All that outflows say in words, as one number: text is what costs in millions of rows. Which of the kinds do occur is
-- not asked, for that would take judging every outflow twice. All landed rows are asked, those too that do not count:
-- numbers that tables hold from one build to the next must not move when a row is superseded.
with

stated as (

    select
        _contract as contract,
        channel,
        level,
        coalesce(purpose, 'marketing') as purpose,
        targeting
    from {{ source('landing', 'outflows') }}
    group by _contract, channel, level, coalesce(purpose, 'marketing'), targeting

),

levels as (

    {% for level in ['person', 'account', 'audience'] %}
    select '{{ level }}' as level
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

reasons as (

    select cast(null as string) as not_received_reason
    {% for reason in ['failed', 'bounced', 'counted_by_recipient'] %}
    union all
    select '{{ reason }}' as not_received_reason
    {% endfor %}

),

kinds as (

    {% for purpose in ['stated.purpose', "'reply'"] %}
    select
        stated.contract,
        stated.channel,
        coalesce(stated.level, levels.level) as level,
        {{ purpose }} as purpose,
        stated.targeting,
        reasons.not_received_reason
    from stated
    cross join levels
    cross join reasons
    {% if not loop.last %}union{% endif %}
    {% endfor %}

),

{% for word in ['channel', 'targeting'] %}
{{ word }}s as (

    select
        {{ word }},
        row_number() over (order by {{ word }} asc nulls last) as {{ word }}_number
    from stated
    group by {{ word }}

),

{% endfor %}
numbered as (

    select
        cast(row_number() over (
            order by
                kinds.contract asc nulls last, kinds.channel asc nulls last, kinds.level asc nulls last,
                kinds.purpose asc nulls last, kinds.targeting asc nulls last,
                kinds.not_received_reason asc nulls last
        ) as integer) as kind_number,
        cast(channels.channel_number as integer) as channel_number,
        cast(targetings.targeting_number as integer) as targeting_number,
        kinds.contract,
        kinds.channel,
        kinds.level,
        kinds.purpose,
        kinds.targeting,
        kinds.not_received_reason,
        kinds.not_received_reason is null as is_received,
        kinds.not_received_reason is null and kinds.purpose = 'marketing' as is_touch
    from kinds
    left join channels
        on kinds.channel = channels.channel
    left join targetings
        on kinds.targeting = targetings.targeting

)

select * from numbered
