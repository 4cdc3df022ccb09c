"""Builds the data of server/meaning from packages that ship model weights and lists of skills."""
