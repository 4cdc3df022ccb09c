"""The tables of programmes, a module for each kind of thing that is remembered."""
