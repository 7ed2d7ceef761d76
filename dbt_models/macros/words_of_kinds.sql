{# CTEs channels, targetings: the words behind the numbers of int_outflow_kinds__numbered. #}
{% macro words_of_kinds(words) -%}
{% for word in words -%}
{{ word }}s as (

    select
        {{ word }}_number,
        max({{ word }}) as {{ word }}
    from {{ ref('int_outflow_kinds__numbered') }}
    group by {{ word }}_number

){{ ',' if not loop.last }}

{% endfor %}
{%- endmacro %}
