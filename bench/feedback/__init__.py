"""Figures of feedback: whether the order of mentors comes out although people rate as they do."""
