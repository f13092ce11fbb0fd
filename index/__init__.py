"""Indexes passages and searches them. Knows nothing of answers.

Import this package before torch or faiss. It makes idle OpenMP threads sleep instead of spin.
Otherwise a query takes 40 times longer when both cores of a small machine are busy.
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
