//! One UDP socket: receives many datagrams with the address each was sent to, and sends runs of equal
//! datagrams in one call from that same address.

mod inbox;
mod volley;

use std::io;
use std::mem::zeroed;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6, UdpSocket};
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd, RawFd};
use std::ptr::null_mut;

use forward::path::Path;

pub(crate) use inbox::Inbox;
pub(crate) use volley::Volley;

use crate::sys::{get_option, own, set_option};

/// A key-frame burst of many publishers at once.
const BUFFER_BYTES: libc::c_int = 16 * 1024 * 1024;
/// Room for packet information of either family (40 at most) and for the segment size (24).
const CONTROL_BYTES: usize = 64;

/// A bound socket.
#[derive(Debug)]
pub(crate) struct Socket {
    udp: UdpSocket,
    /// Bound to a wildcard, so each peer may talk to another address of ours.
    is_wildcard: bool,
}

impl Socket {
    pub(crate) fn bind(address: SocketAddr) -> io::Result<Self> {
        let family = if address.is_ipv4() {
            libc::AF_INET
        } else {
            libc::AF_INET6
        };
        let kind = libc::SOCK_DGRAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
        // SAFETY: socket takes no pointers.
        let fd = own(unsafe { libc::socket(family, kind, 0) })?;
        if address.is_ipv6() {
            set_option(&fd, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, 1)?;
        }
        enlarge(&fd, libc::SO_RCVBUFFORCE, libc::SO_RCVBUF);
        enlarge(&fd, libc::SO_SNDBUFFORCE, libc::SO_SNDBUF);
        let is_wildcard = address.ip().is_unspecified();
        match address {
            SocketAddr::V4(_) if is_wildcard => {
                set_option(&fd, libc::IPPROTO_IP, libc::IP_PKTINFO, 1)?;
            }
            SocketAddr::V6(_) if is_wildcard => {
                set_option(&fd, libc::IPPROTO_IPV6, libc::IPV6_RECVPKTINFO, 1)?;
            }
            _ => {}
        }
        let name = Name::from(address);
        // SAFETY: the pointer and length describe `name`.
        let bound = unsafe { libc::bind(fd.as_raw_fd(), name.pointer(), name.len) };
        if bound != 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor is a UDP socket that we own.
        let udp = unsafe { UdpSocket::from_raw_fd(fd.into_raw_fd()) };
        Ok(Self { udp, is_wildcard })
    }

    pub(crate) fn port(&self) -> io::Result<u16> {
        self.udp.local_addr().map(|address| address.port())
    }

    /// Does the kernel segment UDP?
    pub(crate) fn has_gso(&self) -> bool {
        get_option(&self.udp, libc::SOL_UDP, libc::UDP_SEGMENT).is_ok()
    }

    /// Sends `bytes` as datagrams of `segment` bytes, by segmentation when there are several.
    pub(crate) fn send(&self, path: &Path, bytes: &[u8], segment: usize) -> io::Result<()> {
        let name = Name::from(path.remote);
        let mut control = Control::new();
        control.describe(path, bytes, segment, self.is_wildcard);
        let sent = if control.len == 0 {
            self.send_plainly(&name, bytes)
        } else {
            self.send_with(&name, bytes, &mut control)
        };
        if sent < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(())
    }

    /// The cheaper call, where nothing but the address is to be said.
    fn send_plainly(&self, name: &Name, bytes: &[u8]) -> libc::ssize_t {
        // SAFETY: the pointers and lengths describe `bytes` and `name`, which the kernel only reads.
        unsafe {
            libc::sendto(
                self.udp.as_raw_fd(),
                bytes.as_ptr().cast(),
                bytes.len(),
                0,
                name.pointer(),
                name.len,
            )
        }
    }

    fn send_with(&self, name: &Name, bytes: &[u8], control: &mut Control) -> libc::ssize_t {
        let mut vector = libc::iovec {
            iov_base: bytes.as_ptr().cast_mut().cast(),
            iov_len: bytes.len(),
        };
        // SAFETY: an all-zero msghdr is valid.
        let mut message: libc::msghdr = unsafe { zeroed() };
        message.msg_name = name.pointer().cast_mut().cast();
        message.msg_namelen = name.len;
        message.msg_iov = &raw mut vector;
        message.msg_iovlen = 1;
        control.attach(&mut message);
        // SAFETY: every pointer in `message` is to a local that outlives the call; the kernel only reads.
        unsafe { libc::sendmsg(self.udp.as_raw_fd(), &raw const message, 0) }
    }
}

impl AsRawFd for Socket {
    fn as_raw_fd(&self) -> RawFd {
        self.udp.as_raw_fd()
    }
}

/// Asks for a large buffer, beyond the system's limit when we may.
fn enlarge(fd: &impl AsRawFd, force: libc::c_int, ask: libc::c_int) {
    if set_option(fd, libc::SOL_SOCKET, force, BUFFER_BYTES).is_err() {
        // The kernel cuts it down to its limit; a small buffer still works.
        let _ = set_option(fd, libc::SOL_SOCKET, ask, BUFFER_BYTES);
    }
}

/// An address as the kernel wants it, of either family.
pub(crate) struct Name {
    /// The larger of the two.
    storage: libc::sockaddr_in6,
    pub(crate) len: libc::socklen_t,
}

impl Name {
    fn none() -> Self {
        Self {
            // SAFETY: an all-zero sockaddr_in6 is valid.
            storage: unsafe { zeroed() },
            len: 0,
        }
    }

    pub(crate) fn pointer(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }
}

impl From<SocketAddr> for Name {
    fn from(address: SocketAddr) -> Self {
        let mut storage = Self::none().storage;
        let len = match address {
            SocketAddr::V4(address) => {
                let name = libc::sockaddr_in {
                    sin_family: libc::AF_INET as libc::sa_family_t,
                    sin_port: address.port().to_be(),
                    sin_addr: in_addr(*address.ip()),
                    sin_zero: [0; 8],
                };
                // SAFETY: sockaddr_in6 is the larger one and aligned alike.
                unsafe { (&raw mut storage).cast::<libc::sockaddr_in>().write(name) };
                size_of::<libc::sockaddr_in>()
            }
            SocketAddr::V6(address) => {
                storage = libc::sockaddr_in6 {
                    sin6_family: libc::AF_INET6 as libc::sa_family_t,
                    sin6_port: address.port().to_be(),
                    sin6_flowinfo: address.flowinfo(),
                    sin6_addr: in6_addr(*address.ip()),
                    sin6_scope_id: address.scope_id(),
                };
                size_of::<libc::sockaddr_in6>()
            }
        };
        Self {
            storage,
            len: len as libc::socklen_t,
        }
    }
}

fn in_addr(ip: Ipv4Addr) -> libc::in_addr {
    libc::in_addr {
        s_addr: u32::from_ne_bytes(ip.octets()),
    }
}

fn in6_addr(ip: Ipv6Addr) -> libc::in6_addr {
    libc::in6_addr {
        s6_addr: ip.octets(),
    }
}

/// Reads an address the kernel wrote.
fn read_name(storage: &libc::sockaddr_storage) -> Option<SocketAddr> {
    match libc::c_int::from(storage.ss_family) {
        libc::AF_INET => {
            // SAFETY: the family says what it is, and the storage is large enough for it.
            let name = unsafe { (&raw const *storage).cast::<libc::sockaddr_in>().read() };
            let ip = Ipv4Addr::from(name.sin_addr.s_addr.to_ne_bytes());
            Some(SocketAddrV4::new(ip, u16::from_be(name.sin_port)).into())
        }
        libc::AF_INET6 => {
            // SAFETY: as above.
            let name = unsafe { (&raw const *storage).cast::<libc::sockaddr_in6>().read() };
            let ip = Ipv6Addr::from(name.sin6_addr.s6_addr);
            let port = u16::from_be(name.sin6_port);
            Some(SocketAddrV6::new(ip, port, 0, name.sin6_scope_id).into())
        }
        _ => None,
    }
}

/// Control messages to send along.
#[repr(align(8))]
struct Control {
    bytes: [u8; CONTROL_BYTES],
    len: usize,
}

impl Control {
    fn new() -> Self {
        Self {
            bytes: [0; CONTROL_BYTES],
            len: 0,
        }
    }

    #[allow(
        clippy::cast_ptr_alignment,
        reason = "the buffer is aligned to 8, see below"
    )]
    fn push<T: Copy>(&mut self, level: libc::c_int, kind: libc::c_int, value: &T) {
        // SAFETY: CMSG_SPACE and CMSG_LEN only compute.
        let (space, len) = unsafe {
            let size = size_of::<T>() as libc::c_uint;
            (
                libc::CMSG_SPACE(size) as usize,
                libc::CMSG_LEN(size) as usize,
            )
        };
        if self.len + space > CONTROL_BYTES {
            return;
        }
        let header = libc::cmsghdr {
            cmsg_len: len,
            cmsg_level: level,
            cmsg_type: kind,
        };
        let at = self.bytes[self.len..].as_mut_ptr();
        // SAFETY: the space was checked; `bytes` is aligned to 8 and every space is a multiple of 8, so
        // both the header and the data behind it are aligned.
        unsafe {
            at.cast::<libc::cmsghdr>().write(header);
            libc::CMSG_DATA(at.cast())
                .cast::<T>()
                .write_unaligned(*value);
        }
        self.len += space;
    }

    /// Says what the kernel must know of a run: its segment size and the address it leaves from.
    fn describe(&mut self, path: &Path, bytes: &[u8], segment: usize, is_wildcard: bool) {
        if bytes.len() > segment {
            self.push(libc::SOL_UDP, libc::UDP_SEGMENT, &(segment as u16));
        }
        if let Some(local) = path.local.filter(|_| is_wildcard) {
            self.push_source(local);
        }
    }

    fn push_source(&mut self, local: IpAddr) {
        match local {
            IpAddr::V4(ip) => {
                let info = libc::in_pktinfo {
                    ipi_ifindex: 0,
                    ipi_spec_dst: in_addr(ip),
                    ipi_addr: in_addr(Ipv4Addr::UNSPECIFIED),
                };
                self.push(libc::IPPROTO_IP, libc::IP_PKTINFO, &info);
            }
            IpAddr::V6(ip) => {
                let info = libc::in6_pktinfo {
                    ipi6_addr: in6_addr(ip),
                    ipi6_ifindex: 0,
                };
                self.push(libc::IPPROTO_IPV6, libc::IPV6_PKTINFO, &info);
            }
        }
    }

    fn attach(&mut self, message: &mut libc::msghdr) {
        message.msg_controllen = self.len;
        message.msg_control = if self.len == 0 {
            null_mut()
        } else {
            self.bytes.as_mut_ptr().cast()
        };
    }
}

impl Socket {
    pub(crate) fn is_wildcard(&self) -> bool {
        self.is_wildcard
    }
}
