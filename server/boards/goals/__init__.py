"""The goals document of a mentorship: what stands in it, as values; refuses nothing, but bends it."""
