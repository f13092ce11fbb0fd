"""Messages, and pages saved as messages."""
