"""A question of the page while it waits and is answered."""
