"""What this domain remembers itself: days, group questions and who answered them, nudges told."""
