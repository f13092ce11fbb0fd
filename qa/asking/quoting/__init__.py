"""Exact quotes: where they stand, what differs, who says them."""
