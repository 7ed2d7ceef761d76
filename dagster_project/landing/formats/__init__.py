"""Files that are no plain CSV: compressed ones, archives, workbooks, JSON and Parquet, each opened into plain members.

`opening` is the one door. Every reader writes a member's cells as a plain UTF-8 CSV file, which then takes the same way
as a delivered one; how many records have to be there is told by a witness that does not use the reader. Must not know
what a column means.
"""
