"""Figures of nudges: how many come, and how gently, under plausible behaviour."""
