"""How fast Amorce is, measured against other ways of doing the same. Nothing here asserts a time."""
