"""Exports become typed, content-named Parquet files: contracts, byte inspection, reading, manifest.

No Dagster import below this package.
"""
