"""Passages in, hits out. Knows no answers.

Importing this package, before anything imports torch or faiss, makes idle OpenMP threads sleep
instead of spin: with both cores of a small machine busy, a query costs 40 times more otherwise.
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
