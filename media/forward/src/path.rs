//! Names the way a datagram takes: which protocol, which socket, which of our addresses, which remote address.

use std::net::{IpAddr, SocketAddr};

/// What carries the datagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// One datagram each.
    Udp,
    /// Framed in a stream (RFC 4571).
    Tcp,
}

impl Protocol {
    /// As candidates and events call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
        }
    }
}

/// One way between a peer and us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// What carries it.
    pub protocol: Protocol,
    /// Index of the UDP socket, or number of the TCP connection, as the owner of the sockets counts them.
    pub socket: u32,
    /// The address of ours that the peer talks to, so that answers leave from it; unknown means the kernel chooses.
    pub local: Option<IpAddr>,
    /// The peer's address.
    pub remote: SocketAddr,
}

impl Path {
    /// Does it lead over another network, as far as addresses tell? A router that only gave the peer
    /// another port changes nothing of what the way can take.
    #[must_use]
    pub fn is_elsewhere(&self, other: &Self) -> bool {
        self.protocol != other.protocol || self.remote.ip() != other.remote.ip()
    }

    /// Where datagrams come from, as far as it tells one peer from another.
    #[must_use]
    pub const fn origin(&self) -> (Protocol, SocketAddr) {
        (self.protocol, self.remote)
    }
}
