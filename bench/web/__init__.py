"""Figures of the web app: its weight, how soon it can be used, its languages, for whom."""
