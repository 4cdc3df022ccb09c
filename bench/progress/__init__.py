"""What reports on programmes cost."""
