"""Publication: the marts copied aside, compared with the original, and switched for readers in one step.

Must not judge: whether a staged copy may be switched is the gate's word.
"""
