"""How many inputs hypothesis tries: a modest number in the suite, a large one by `make nightly`."""

import os

from hypothesis import settings

NIGHTLY = os.environ.get("EXAMPLES") == "nightly"

# A machine that is busy is not a wrong answer.
settings.register_profile("suite", deadline=None, max_examples=100)
settings.register_profile("nightly", deadline=None, max_examples=1000)
settings.load_profile("nightly" if NIGHTLY else "suite")


def examples(suite: int, nightly: int) -> int:
    return nightly if NIGHTLY else suite
