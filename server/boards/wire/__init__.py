"""Documents and boards as HTTP and sockets speak of them."""
