"""`make drill`: every fault of a list, done on purpose to a real site of its own, and what came of it."""
