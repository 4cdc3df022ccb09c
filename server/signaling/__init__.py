"""Browser ⇄ room over Socket.IO: who sits where, who knocks, and the media orders."""
