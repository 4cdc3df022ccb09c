"""What whoever runs this server sees of it: how it is, never who is there."""
