"""Programmes: who takes part in which, as what, by which rules, and who looks after it."""
