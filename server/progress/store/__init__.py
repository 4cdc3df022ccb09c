"""What this domain remembers itself: group questions, and who said what to them."""
