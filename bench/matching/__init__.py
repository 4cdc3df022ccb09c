"""How well and how fast people are matched; the texts here were written to judge, not to train."""
