//! Names the way a datagram takes: which socket, which of our addresses, which remote address.

use std::net::{IpAddr, SocketAddr};

/// One way between a peer and us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// Index of the socket, as the owner of the sockets counts them.
    pub socket: u8,
    /// The address of ours that the peer talks to, so that answers leave from it; unknown means the kernel chooses.
    pub local: Option<IpAddr>,
    /// The peer's address.
    pub remote: SocketAddr,
}
