"""How well sessions carry: who is connected how, and what is remembered and counted of it."""
