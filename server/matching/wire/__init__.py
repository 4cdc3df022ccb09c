"""The shapes of matching outside; each module one part."""
