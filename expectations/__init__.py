"""The laws: what must balance before anything is published, and who judges it.

`laws/` declares them and fills `law_results`; `suite.py` and `gate.py` let Great Expectations judge that table.
Must not hold how data is made: a law reads what landing, dbt and publication left, and compares.
"""
