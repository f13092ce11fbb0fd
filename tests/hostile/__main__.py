"""``python -m tests.hostile FOLDER`` writes the hostile inputs, reads each by itself, and lists what
became of it, in how many seconds and with how much memory."""

import sys
from pathlib import Path

from pincite.corpus.errors import shown
from tests.hostile import write
from tests.hostile.reading import outcomes

if len(sys.argv) != 2:
    sys.exit("python -m tests.hostile FOLDER: name one folder, not there yet")
folder = Path(sys.argv[1]).absolute()
folder.mkdir(parents=True)
wrong = 0
for each in outcomes(folder, [case for case in write(folder) if case.made]):
    case, wrong = each.case, wrong + bool(each.fault)
    told = f"{each.seconds:5.1f} s {each.mebibytes:5} MiB {case.outcome:8}"
    print(f"{told} {shown(case.name)[:60]:60} {each.fault or case.what}", flush=True)
sys.exit(f"{wrong} not as expected" if wrong else 0)
