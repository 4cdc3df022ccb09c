"""The goals document of a mentorship as values; refuses nothing in it, but bends it."""
