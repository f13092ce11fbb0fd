"""One page from the web, asked for by a person, within strict limits."""
