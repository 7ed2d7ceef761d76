"""A first contract for a file that nobody described: guessed, explained, and written with its doubts.

This is the package's door. What is guessed here is checked by a person; landing itself never guesses.
"""

from .draft import Draft, draft_contract

__all__ = ["Draft", "draft_contract"]
