"""Starts the chat page on the default index, building it from the samples where there is none."""

import sys

from pincite.qa.cli.commands import main

if __name__ == "__main__":
    main(["chat", "--samples", *sys.argv[1:]])
