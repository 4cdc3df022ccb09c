"""What the two of a mentorship write to each other, and the files they send."""
