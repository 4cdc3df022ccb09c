"""Shapes outside of how mentorships go."""
