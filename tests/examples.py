"""How many tables tests by random tables try: all in the whole run, some in a run that a developer waits for."""

import os

EVERY = os.environ.get("SATUDATA_EXAMPLES") == "all"


def examples(every, some):
    """Return one of the two numbers."""
    return every if EVERY else some
