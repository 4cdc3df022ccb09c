"""What is kept of feedback, a module for each kind of row."""
