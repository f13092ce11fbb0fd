"""The page's HTML, made from values by pure functions. All text from outside is escaped."""
