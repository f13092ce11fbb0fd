"""Questions that lean on those before them: what is remembered, what is meant, what is asked."""
