"""How landing writes Parquet."""

# LZ4 costs least time; landed rows are read more often than they are kept.
# Keys of people hardly repeat within a row group: a dictionary of them would be given up when it is nearly done.
PARQUET = "(format parquet, compression lz4_raw, dictionary_size_limit 5000)"
