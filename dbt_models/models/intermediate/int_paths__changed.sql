-- In an increment: the paths of which anything may be otherwise than in the build before: their conversion, or a touch
-- that may lie in their window.
{% if is_increment() %}
with

touched as (

    {% for unit_key in ['outflows.contact_key', '-coalesce(outflows.account_key, outflows.contact_key)'] %}
    select
        {{ unit_key }} as unit_key,
        outflows.sent_on
    from {{ ref('int_outflows__changed') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number
    where kinds.is_touch and kinds.level <> 'audience' and {{ unit_key }} is not null
    {% if not loop.last %}union{% endif %}
    {% endfor %}

),

changed as (

    {{ differing('int_conversions__windowed', 'path_key', [
        'path_key', 'unit_key', 'referrer_unit_key', 'conversion_key', 'stretch', 'revenue', 'converted_on',
        'converted_at', 'opens_at', 'closes_at',
    ]) }}

    union

    {{ differing('int_conversions__preceded', 'path_key', ['path_key', 'lead_at', 'opportunity_at']) }}

    union

    -- What was sent on a later day lies on no path.
    select stretched.path_key
    from touched
    inner join {{ ref('int_conversions__stretched') }} as stretched
        on touched.unit_key = stretched.unit_key and {{ touch_stretch('touched.sent_on') }} = stretched.stretch
    where touched.sent_on <= stretched.converted_on

)

select * from changed
{% else %}
select cast(null as bigint) as path_key
where false
{% endif %}
