"""How landing writes Parquet."""

# LZ4 costs least time; landed rows are read more often than they are kept.
PARQUET = "(format parquet, compression lz4_raw)"
