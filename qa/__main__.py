"""``python -m pincite.qa`` is the command line."""

from pincite.qa.cli.commands import main

if __name__ == "__main__":
    main()
