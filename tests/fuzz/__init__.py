"""A fuzzer: sound returns and settings are damaged in every way we can think of, and four things must hold each time.

No exception escapes; no case takes too long or too much; no answer is lost or changed without a finding that says so; and a
copy with feedback opens again with the same answers. See :mod:`fuzz.oracle` for what that means exactly.

``pytest tests/fuzz`` runs a fixed few hundred cases. ``python -m tests.fuzz --minutes 120 --seed 7`` runs until it is told
to stop, and keeps every file that failed; ``--seed 7 --level forms --case 41`` runs one case again.
"""
