"""Amorce: exports of marketing tools become a warehouse in which every return is counted."""

__version__ = "0.1.0"

import os

# Matrices of a lag fit are small: several threads wait for each other longer than they work (seven times the CPU time
# on two busy cores). NumPy reads this when it is first imported.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
