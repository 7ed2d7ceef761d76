"""The laws as data (`laws.yml`), their SQL (`law_<number>_<name>.sql`), and the filling of `law_results`.

`witnesses/` holds the counts that several laws compare; they are taken from landing's Parquet and from staging,
never from the ledgers that the laws judge. Must not hold a verdict: judging is the gate's.
"""

from expectations.laws.declaration import Law, load_laws
from expectations.laws.filling import LAW_RESULTS, fill_law_results

__all__ = ["LAW_RESULTS", "Law", "fill_law_results", "load_laws"]
