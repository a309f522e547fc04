"""The proof that tests would notice a fault: small ones are put into the code, one at a time, and must be noticed.

`python -m tests.mutate` draws a sample of mutants (a comparison turned round or moved by its boundary, `and` for
`or`, a number one more, `min` for `max`, the last for the first, a list sorted the other way, a truth turned round),
puts each into a copy of the checkout and runs the tests that cover its module there. One that no test notices has
survived: it wants a test, or a reason in `survivors.txt` why it changes nothing that anybody could see.

Why a sampler of our own: mutmut and cosmic-ray try every mutant of a package, here some thousands, and keep what they
found in a database beside the project. What is needed is a sample within a coffee break that its seed draws again,
with the few tests of a module against each mutant, reasons in a file that a reviewer reads, and no further package
to pin. That is one walk over a syntax tree (`mutants.py`).
"""
