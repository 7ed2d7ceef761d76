"""One module per exported system: each writes its files and reports what they say.

Must not draw anything that changes the market.
"""
