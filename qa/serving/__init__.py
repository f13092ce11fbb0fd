"""Between the socket and the page: limits on connections, checks of events, log messages."""
