"""Ithaca's tests: one behaviour each, on real parts."""
