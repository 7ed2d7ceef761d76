{# The size of a company in words, by its number of people; the cuts are those of European statistics. #}
{% macro company_size(employees) -%}
    case
            when {{ employees }} < 10 then 'under 10'
            when {{ employees }} < 50 then '10 to 49'
            when {{ employees }} < 250 then '50 to 249'
            when {{ employees }} >= 250 then '250 and more'
            else 'unknown'
        end
{%- endmacro %}
