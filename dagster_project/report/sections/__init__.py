"""The sections of the report, one module each: its query, its words, its chart, its table."""
