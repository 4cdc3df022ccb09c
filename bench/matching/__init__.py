"""Figures of matching: lists, cohorts, learning and the text behind them."""
