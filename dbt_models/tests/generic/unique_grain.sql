{# One query for a model's grain: each combination of the columns occurs once and holds no null.
   `nullable` names columns of the grain that may be null. #}
{% test unique_grain(model, columns, nullable=[]) %}

select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {%- for column in columns if column not in nullable %}
    or {{ column }} is null
    {%- endfor %}

{% endtest %}
