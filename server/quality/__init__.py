"""How well sessions carry: who is connected how, what is remembered of it, what operators see."""
