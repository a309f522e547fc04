"""`make bench`: what must be fast, measured."""
