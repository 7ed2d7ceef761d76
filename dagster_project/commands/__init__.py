"""One module per command: DESCRIPTION, EXAMPLES, configure(parser), execute(arguments) -> exit code.

Modules import what is slow inside `execute`, so that help and usage errors answer at once.
"""
