"""How long outflows take to bring returns: the distributed-lag fit, its test, its intervals and its verdicts.

Pure functions on weekly sums. Must not read a table (`priming_store.py` does) nor know a channel by name.
"""
