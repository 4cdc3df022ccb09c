"""What words mean: texts as vectors, skills as concepts. Knows no person and no database."""
