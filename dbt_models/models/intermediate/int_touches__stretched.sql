-- When each party was touched, by stretches of time as wide as the lookback. A party is a person, or an account of
-- which anybody was touched; the audience as a whole is the party 0. Keys of persons and of accounts are hashes of
-- different texts, so one column holds both.
with

touches as {{ read_each_time() }} (

    select
        contact_key,
        account_key,
        level,
        latest_at,
        {{ stretch_number('latest_at', var('lookback_days')) }} as stretch
    from {{ ref('int_outflows__qualified') }}
    where is_touch

),

stretched as (

    {% for party_key, condition in [
        ('contact_key', "level <> 'audience' and contact_key is not null"),
        ('account_key', "level <> 'audience' and account_key is not null"),
        ('cast(0 as bigint)', "level = 'audience'"),
    ] %}
    select
        {{ party_key }} as party_key,
        stretch,
        min(latest_at) as first_touched_at,
        max(latest_at) as last_touched_at
    from touches
    where {{ condition }}
    group by {{ party_key }}, stretch
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from stretched
