"""The page's HTML, made of values by pure functions: what comes from outside is escaped."""
