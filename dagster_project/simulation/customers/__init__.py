"""What customers do once they came: the trough, onboarding, service, deals, coverage, prices.

Draws on random streams of its own, so that outflows and returns are the same with and without it.
"""
