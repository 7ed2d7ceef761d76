{# What a change of `factor` does to a product of three factors, on the average over all orders in which the factors may
   change: the three effects add up to the change and are the same backwards. Columns end in _before and _after. #}
{% macro effect_of(factor, second, third) -%}
({{ factor }}_after - {{ factor }}_before)
        * (
            2 * {{ second }}_before * {{ third }}_before + 2 * {{ second }}_after * {{ third }}_after
            + {{ second }}_before * {{ third }}_after + {{ second }}_after * {{ third }}_before
        ) / 6
{%- endmacro %}
