"""Ithaca: a self-hosted mentorship platform; one asyncio process serves HTTP, sockets and jobs."""
