"""The report: one HTML file that opens anywhere, without a network.

A section reads its mart and says in words, chart and table what it holds; the page puts the sections together.
"""
