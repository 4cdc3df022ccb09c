//! Threads, sockets and batches around `forward`, and the Python module; refuses to decide anything about media.
