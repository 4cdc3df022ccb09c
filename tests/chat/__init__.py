"""Shared documents: guarded, saved, shown, brought back."""
