"""Documents, their logs, boards, snapshots and images in the database."""
