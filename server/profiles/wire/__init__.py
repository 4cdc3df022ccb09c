"""The shapes of profiles on the wire, a module for each side; refuse fields nobody declared."""
