"""The ground under the domains, tested on real databases, sockets and processes."""
