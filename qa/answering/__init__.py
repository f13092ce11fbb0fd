"""From hits and the reader's candidates to answers."""
