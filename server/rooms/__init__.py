"""The SFU's control plane: rooms, transports, producers, consumers."""
