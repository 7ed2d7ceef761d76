"""Amorce: exports of marketing tools become a warehouse in which every return is counted."""

__version__ = "0.1.0"
