"""The tables of accounts, a module for each kind of thing that is remembered."""
