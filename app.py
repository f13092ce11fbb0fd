"""Starts the chat page on the default index. If there is none, the page offers to build one."""

import sys

from pincite.qa.cli.commands import main

if __name__ == "__main__":
    main(["chat", *sys.argv[1:]])
