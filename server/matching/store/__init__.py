"""What matching keeps: vectors, words to search, choices of mentees, lists shown, prices."""
