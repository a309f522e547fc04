"""The proof that a new fact breaks no test: the suite on a copy of the ledger that holds many more facts.

`python -m tests.more_facts` copies `data/` to a temporary folder, adds what the modules of this folder make up
(of every kind, of both countries, from 2019 to yesterday, about new subjects and about those of the ledger), reads
it by the loader's own rules, and runs the tests on it; `data/` itself is not touched. A test that fails here
compares with what the ledger happens to hold today: let it count the files (`tests/metrics/reading.py`) or bring
a ledger of its own (`empty_ledger`, `tests/metrics/facts.py`).
"""
