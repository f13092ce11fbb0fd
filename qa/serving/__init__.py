"""Between the socket and the page: which connections are kept, and what is told of faults."""
