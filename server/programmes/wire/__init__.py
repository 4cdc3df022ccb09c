"""Programmes as HTTP speaks of them, a module for each of its doors' modules."""
