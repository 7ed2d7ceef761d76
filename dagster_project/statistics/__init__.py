"""Statistics on small aggregates: pure functions, no Dagster, no files, no database.

What is measured on the user's data is returned with its limits and with a reason in words; a benchmark is an argument,
never a constant of a computation.
"""
