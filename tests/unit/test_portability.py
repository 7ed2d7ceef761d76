"""Every compiled model is made only of what DuckDB and Spark run alike."""

from pathlib import Path

import pytest
from played_models import compiled_models
from portability import Allowlist, complaints

from dagster_project.resources import dbt_project_dir

ALLOWLIST = Allowlist.load(Path(__file__).with_name("portable_sql.yml"))


def test_compiled_models_use_nothing_outside_the_allowlist() -> None:
    compiled = [node for node in compiled_models().nodes if node.kind != "seed"]
    queries = [(node.name, sql) for node in compiled for sql in sorted({node.sql, node.increment_sql})]
    found = [f"{name}: {complaint}" for name, sql in queries for complaint in complaints(sql, ALLOWLIST)]
    assert len(compiled) > 60, "dbt compiled too few models to prove anything"
    assert not found, "\n".join(found)


@pytest.mark.parametrize("macro_file", sorted(set(ALLOWLIST.dispatched.values())))
def test_what_is_spelled_differently_on_spark_has_a_twin_there(macro_file: str) -> None:
    macro = (dbt_project_dir() / "macros" / macro_file).read_text(encoding="utf-8")

    functions = [name for name, file in ALLOWLIST.dispatched.items() if file == macro_file]
    assert all(f"{function}(" in macro for function in functions)
    assert "adapter.dispatch(" in macro
    assert "macro spark__" in macro


def test_functions_that_differ_are_written_by_their_macros_only() -> None:
    models = (dbt_project_dir() / "models").rglob("*.sql")

    written = [
        f"{path.name}: {function}"
        for path in models
        for function in ALLOWLIST.dispatched
        if f"{function}(" in path.read_text(encoding="utf-8")
    ]

    assert written == []


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select a::bigint as a from t", "'::' instead of cast()"),
        ("select * exclude (a) from t", "Star with"),
        ("select sum(a) filter (where b) as a from t", "Filter"),
        ("select a from t qualify row_number() over (order by a nulls last) = 1", "Select with qualify"),
        ("select a, count(*) as n from t group by all", "Group with all"),
        ("select a from t asof join u on t.a >= u.a", "Join with method"),
        ("select a from t join u using (a)", "Join with using"),
        ("select strptime(a, '%Y') as a from t", "function strptime"),
        ("select a from read_parquet('x.parquet')", "function read_parquet"),
        ("select arg_max(a, b) as a from t", "function arg_max"),
        ("select string_agg(a, ',' order by a nulls last) as a from t", "function string_agg"),
        ("select a / b as share from t", "division without nullif"),
        ("select row_number() over (order by a) as n from t", "order without nulls first or last"),
        ("select cast(a as hugeint) as a from t", "type INT128"),
        ("select cast(a as integer[]) as a from t", "type ARRAY"),
        ("select a + interval 1 month as a from t", "interval unit MONTH"),
        ("select a from t order by a nulls last limit 1", "Select with limit"),
        ("select now() as a", "function now"),
        ("select case when a = 0 then null else 1 / a end as a from t", "division without nullif"),
    ],
)
def test_the_guard_complains_of_what_only_one_engine_knows(sql: str, complaint: str) -> None:
    assert any(line.startswith(complaint) for line in complaints(sql, ALLOWLIST)), complaints(sql, ALLOWLIST)


def test_the_guard_passes_what_both_engines_know() -> None:
    sql = """
        with t as (select cast(a as decimal(18, 6)) as a, b from s where b is not null)
        select b, sum(a) / nullif(count(*), 0) as mean_amount, max(a) over (partition by b order by a nulls last) as m
        from t left join u on t.b = u.b group by b, a
    """

    assert complaints(sql, ALLOWLIST) == []
