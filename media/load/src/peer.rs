//! One peer of the load: a socket, and keys that both sides derive from its number.

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::AsRawFd;
use std::time::Duration;

use forward::srtp::{Profile, SrtpInbound, SrtpOutbound};

use crate::check::write_check;

/// What the orchestration tells the core for every peer.
const PWD: &str = "the-load-generator-pwd";

/// A connected peer.
pub(crate) struct Peer {
    number: u16,
    pub(crate) socket: UdpSocket,
}

/// Key and salt of peer `number`, `direction` 0 towards the core and 1 from it.
fn master(number: u16, direction: u8) -> [u8; 28] {
    let mut bytes = [direction; 28];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// Encrypts what peer `number` sends (0) or is sent (1).
pub(crate) fn sender(number: u16, direction: u8) -> SrtpOutbound {
    SrtpOutbound::new(Profile::Aes128Gcm, &master(number, direction)).expect("the length is right")
}

/// Decrypts the same.
pub(crate) fn receiver(number: u16, direction: u8) -> SrtpInbound {
    SrtpInbound::new(Profile::Aes128Gcm, &master(number, direction)).expect("the length is right")
}

/// Sets a receive buffer beyond the system's limit where we may.
pub(crate) fn set_receive_buffer(socket: &UdpSocket, bytes: libc::c_int) {
    let size = size_of::<libc::c_int>() as libc::socklen_t;
    for option in [libc::SO_RCVBUF, libc::SO_RCVBUFFORCE] {
        // SAFETY: the pointer and size describe `bytes`; a refusal leaves the default.
        unsafe {
            libc::setsockopt(
                socket.as_raw_fd(),
                libc::SOL_SOCKET,
                option,
                (&raw const bytes).cast(),
                size,
            );
        }
    }
}

impl Peer {
    /// Opens a socket with this receive buffer and checks until the core answers.
    pub(crate) fn connect(number: u16, core: SocketAddr, buffer: libc::c_int) -> io::Result<Self> {
        let socket = UdpSocket::bind((core.ip(), 0))?;
        set_receive_buffer(&socket, buffer);
        socket.connect(core)?;
        socket.set_read_timeout(Some(Duration::from_millis(200)))?;
        let peer = Self { number, socket };
        peer.check()?;
        peer.socket.set_nonblocking(true)?;
        Ok(peer)
    }

    /// The same peer, to read with while the other sends.
    pub(crate) fn again(&self) -> io::Result<Self> {
        let socket = self.socket.try_clone()?;
        Ok(Self {
            number: self.number,
            socket,
        })
    }

    /// Says that it still wants to be sent media; the answer is left to whoever reads.
    pub(crate) fn stay(&self) -> io::Result<()> {
        let ufrag = format!("load{}", self.number);
        self.socket
            .send(&write_check(&ufrag, PWD, 1000))
            .map(|_| ())
    }

    fn check(&self) -> io::Result<()> {
        let ufrag = format!("load{}", self.number);
        for attempt in 0..20 {
            self.socket.send(&write_check(&ufrag, PWD, attempt))?;
            let mut answer = [0; 256];
            if self.socket.recv(&mut answer).is_ok() && answer[..2] == [1, 1] {
                return Ok(());
            }
        }
        Err(io::Error::new(
            io::ErrorKind::TimedOut,
            "the core does not answer checks",
        ))
    }
}
