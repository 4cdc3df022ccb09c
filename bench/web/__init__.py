"""Figures of the web app: what it weighs, how soon it can be used, in how many languages, for whom."""
