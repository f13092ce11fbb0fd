"""``python -m tests.hostile FOLDER`` writes the hostile inputs and lists them."""

import sys
from pathlib import Path

from pincite.corpus.errors import shown
from tests.hostile import write

if len(sys.argv) != 2:
    sys.exit("python -m tests.hostile FOLDER: name one folder, not there yet")
folder = Path(sys.argv[1]).absolute()
folder.mkdir(parents=True)
for case in write(folder):
    print(f"{case.outcome:8} {shown(case.name)[:60]:60} {case.what}")
