"""The names of the files in which builds cache, apart from the code that reads them."""

from typing import Final

READINGS: Final = "readings.sqlite"
UNFINISHED: Final = "unfinished.sqlite"
