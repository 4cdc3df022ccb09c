"""What people work on together: documents of goals, whiteboards, agendas and notes."""
