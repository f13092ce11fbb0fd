"""The training that made ``qa/weights``. Nothing imports this package."""
