//! The least that forwarding can cost here: receives what there is, sends it to everybody, and nothing
//! else. It stands in for the core, so that a figure can be read against what the kernel itself takes.
//!
//! It answers the generator's checks without looking at them, takes the first peer for the publisher,
//! and forwards its datagrams as they are, or (`sealed`) opened once and encrypted for each subscriber.

use std::io::{self, BufRead};
use std::mem::zeroed;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::os::fd::AsRawFd;

use forward::rtp::RtpHeader;
use forward::srtp::{SrtpInbound, SrtpOutbound};

use crate::peer::{receiver, sender};

/// More than one wake finds; as one run it fits one UDP payload.
const BATCH: usize = 32;
const ROOM: usize = 2048;
/// As the core asks for.
const LARGE_BUFFER: libc::c_int = 16 * 1024 * 1024;

/// What is forwarded, and to whom.
struct Floor {
    socket: UdpSocket,
    names: Vec<libc::sockaddr_in>,
    addresses: Vec<SocketAddr>,
    keys: Option<(SrtpInbound, Vec<SrtpOutbound>)>,
    datagrams: Vec<[u8; ROOM]>,
    lens: [usize; BATCH],
    out: Vec<u8>,
}

/// Serves until the standard input ends. Prints its port and the id of its thread.
pub(crate) fn serve(is_sealed: bool) -> io::Result<()> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    crate::peer::set_receive_buffer(&socket, LARGE_BUFFER);
    // SAFETY: gettid takes nothing and cannot fail.
    println!("{} {}", socket.local_addr()?.port(), unsafe {
        libc::gettid()
    });
    std::thread::spawn(|| {
        let mut line = String::new();
        let _ = io::stdin().lock().read_line(&mut line);
        std::process::exit(0);
    });
    Floor {
        socket,
        names: Vec::new(),
        addresses: Vec::new(),
        keys: is_sealed.then(|| (receiver(0, 0), Vec::new())),
        datagrams: vec![[0; ROOM]; BATCH],
        lens: [0; BATCH],
        out: vec![0; BATCH * ROOM],
    }
    .run()
}

impl Floor {
    fn run(&mut self) -> io::Result<()> {
        loop {
            let (count, from) = self.receive()?;
            // A check begins with two zero bits, media with 10.
            if self.datagrams[0][0] < 0x40 {
                self.answer(from)?;
            } else if self.addresses.first() == Some(&from) {
                self.forward(count)?;
            }
        }
    }

    /// One call that waits for the first datagram and takes those behind it.
    fn receive(&mut self) -> io::Result<(usize, SocketAddr)> {
        // SAFETY: all-zero values are valid for these structures.
        let mut name: libc::sockaddr_in = unsafe { zeroed() };
        let mut vectors: [libc::iovec; BATCH] = unsafe { zeroed() };
        let mut messages: [libc::mmsghdr; BATCH] = unsafe { zeroed() };
        for (at, vector) in vectors.iter_mut().enumerate() {
            vector.iov_base = self.datagrams[at].as_mut_ptr().cast();
            vector.iov_len = ROOM;
            messages[at].msg_hdr.msg_iov = vector;
            messages[at].msg_hdr.msg_iovlen = 1;
        }
        messages[0].msg_hdr.msg_name = (&raw mut name).cast();
        messages[0].msg_hdr.msg_namelen = size_of::<libc::sockaddr_in>() as libc::socklen_t;
        // SAFETY: every pointer is to a buffer that outlives the call, with its true size.
        let count = unsafe {
            libc::recvmmsg(
                self.socket.as_raw_fd(),
                messages.as_mut_ptr(),
                BATCH as libc::c_uint,
                libc::MSG_WAITFORONE,
                std::ptr::null_mut(),
            )
        };
        let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
        for (len, message) in self.lens.iter_mut().zip(&messages).take(count) {
            *len = message.msg_len as usize;
        }
        let ip = Ipv4Addr::from(name.sin_addr.s_addr.to_ne_bytes());
        Ok((count, (ip, u16::from_be(name.sin_port)).into()))
    }

    fn answer(&mut self, from: SocketAddr) -> io::Result<()> {
        if !self.addresses.contains(&from) {
            let SocketAddr::V4(v4) = from else {
                return Ok(());
            };
            self.names.push(libc::sockaddr_in {
                sin_family: libc::AF_INET as libc::sa_family_t,
                sin_port: v4.port().to_be(),
                sin_addr: libc::in_addr {
                    s_addr: u32::from_ne_bytes(v4.ip().octets()),
                },
                sin_zero: [0; 8],
            });
            if let Some((_, senders)) = &mut self.keys {
                senders.push(sender(self.addresses.len() as u16, 1));
            }
            self.addresses.push(from);
        }
        self.socket.send_to(&[1, 1], from).map(|_| ())
    }

    fn forward(&mut self, count: usize) -> io::Result<()> {
        let sizes = self.lens;
        if let Some((inbound, _)) = &mut self.keys {
            for (datagram, len) in self.datagrams.iter_mut().zip(&sizes).take(count) {
                if let Ok(header) = RtpHeader::parse(&datagram[..*len]) {
                    let _ = inbound.unprotect_rtp(&mut datagram[..*len], &header);
                }
            }
        }
        for subscriber in 1..self.names.len() {
            let mut end = 0;
            for (datagram, &len) in self.datagrams.iter().zip(&sizes).take(count) {
                let out = &mut self.out[end..end + len];
                out.copy_from_slice(&datagram[..len]);
                if let Some((_, senders)) = &self.keys {
                    let head = RtpHeader::parse(out).map_or(12, |header| header.header_len);
                    let index = u64::from(u16::from_be_bytes([out[2], out[3]]));
                    let _ = senders[subscriber].protect_rtp_at(index, out, head);
                }
                end += len;
            }
            self.send(subscriber, end, sizes[0])?;
        }
        Ok(())
    }

    /// All of them are of one size.
    fn send(&mut self, subscriber: usize, end: usize, segment: usize) -> io::Result<()> {
        let mut vector = libc::iovec {
            iov_base: self.out.as_mut_ptr().cast(),
            iov_len: end,
        };
        // SAFETY: an all-zero msghdr is valid.
        let mut message: libc::msghdr = unsafe { zeroed() };
        message.msg_name = (&raw mut self.names[subscriber]).cast();
        message.msg_namelen = size_of::<libc::sockaddr_in>() as libc::socklen_t;
        message.msg_iov = &raw mut vector;
        message.msg_iovlen = 1;
        let mut control = SegmentSize::new(segment as u16);
        if end > segment {
            message.msg_control = (&raw mut control).cast();
            message.msg_controllen = size_of::<SegmentSize>();
        }
        // SAFETY: every pointer in `message` is to something that outlives the call.
        let sent = unsafe { libc::sendmsg(self.socket.as_raw_fd(), &raw const message, 0) };
        if sent < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(())
    }
}

/// A control message that asks for segmentation, as the kernel lays it out.
#[repr(C)]
struct SegmentSize {
    len: usize,
    level: libc::c_int,
    kind: libc::c_int,
    size: u16,
    padding: [u8; 6],
}

impl SegmentSize {
    fn new(size: u16) -> Self {
        Self {
            // SAFETY: CMSG_LEN only computes.
            len: unsafe { libc::CMSG_LEN(2) } as usize,
            level: libc::SOL_UDP,
            kind: libc::UDP_SEGMENT,
            size,
            padding: [0; 6],
        }
    }
}
