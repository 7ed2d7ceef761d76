"""Dagster's assets: exports → landing → dbt models → laws → publication.

Thin: each calls the module that does the work and tells Dagster what came of it.
"""
