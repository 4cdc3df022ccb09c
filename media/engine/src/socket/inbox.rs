//! Receives a batch of datagrams in one call, each with the address of ours it was sent to.

use std::mem::zeroed;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::AsRawFd;

use forward::path::{Path, Protocol};

use super::{CONTROL_BYTES, Socket, read_name};

/// Datagrams taken per wake: enough to drain a burst, few enough to stay fair.
const BATCH: usize = 64;
/// Larger than any datagram a peer should send.
const DATAGRAM_BYTES: usize = 2048;

/// Buffers for one batch of datagrams, described to the kernel once.
pub(crate) struct Inbox {
    names: Box<[libc::sockaddr_storage]>,
    controls: Box<[[u64; CONTROL_BYTES / 8]]>,
    buffers: Box<[[u8; DATAGRAM_BYTES]]>,
    /// Point into `messages`' vectors and the buffers above, none of which ever moves.
    _vectors: Box<[libc::iovec]>,
    messages: Box<[libc::mmsghdr]>,
    count: usize,
    /// The room for control messages that was offered last.
    control_len: Option<usize>,
}

// SAFETY: the pointers inside are to heap memory that the inbox owns and nobody else uses.
unsafe impl Send for Inbox {}

impl Inbox {
    pub(crate) fn new() -> Self {
        // SAFETY: all-zero sockaddr_storage, iovec and mmsghdr are valid.
        let (name, vector, message): (libc::sockaddr_storage, libc::iovec, libc::mmsghdr) =
            unsafe { (zeroed(), zeroed(), zeroed()) };
        let mut names: Box<[_]> = vec![name; BATCH].into();
        let mut controls: Box<[_]> = vec![[0; CONTROL_BYTES / 8]; BATCH].into();
        let mut buffers: Box<[_]> = vec![[0; DATAGRAM_BYTES]; BATCH].into();
        let mut vectors: Box<[_]> = vec![vector; BATCH].into();
        let mut messages: Box<[_]> = vec![message; BATCH].into();
        for index in 0..BATCH {
            vectors[index].iov_base = buffers[index].as_mut_ptr().cast();
            vectors[index].iov_len = DATAGRAM_BYTES;
            let header = &mut messages[index].msg_hdr;
            header.msg_name = (&raw mut names[index]).cast();
            header.msg_iov = &raw mut vectors[index];
            header.msg_iovlen = 1;
            header.msg_control = controls[index].as_mut_ptr().cast();
        }
        Self {
            names,
            controls,
            buffers,
            _vectors: vectors,
            messages,
            count: BATCH,
            control_len: None,
        }
    }

    /// Takes what waits at a socket, at most a batch; how many datagrams that is.
    pub(crate) fn receive(&mut self, socket: &Socket) -> usize {
        let control_len = if socket.is_wildcard { CONTROL_BYTES } else { 0 };
        let is_as_before = self.control_len.replace(control_len) == Some(control_len);
        let stale = if is_as_before { self.count } else { BATCH };
        for message in &mut self.messages[..stale] {
            // The kernel wrote the lengths of the last batch here.
            message.msg_hdr.msg_namelen = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
            message.msg_hdr.msg_controllen = control_len;
        }
        // SAFETY: every pointer is to a buffer of ours with the length given, alive over the call.
        let count = unsafe {
            libc::recvmmsg(
                socket.as_raw_fd(),
                self.messages.as_mut_ptr(),
                BATCH as libc::c_uint,
                libc::MSG_DONTWAIT,
                std::ptr::null_mut(),
            )
        };
        self.count = usize::try_from(count).unwrap_or(0);
        if socket.is_wildcard {
            for index in 0..self.count {
                self.note_local(index);
            }
        }
        self.count
    }

    /// The length of a datagram; nothing of one that was cut off.
    fn len(&self, index: usize) -> usize {
        let message = &self.messages[index];
        let is_whole = message.msg_hdr.msg_flags & libc::MSG_TRUNC == 0;
        if is_whole {
            message.msg_len as usize
        } else {
            0
        }
    }

    /// Replaces the raw control messages by the one address we look for, in the same buffer.
    fn note_local(&mut self, index: usize) {
        let local = read_local(&self.messages[index].msg_hdr);
        let slot = &mut self.controls[index];
        *slot = [0; CONTROL_BYTES / 8];
        match local {
            Some(IpAddr::V4(ip)) => {
                slot[0] = 4;
                slot[1] = u64::from(u32::from(ip));
            }
            Some(IpAddr::V6(ip)) => {
                let bits = u128::from(ip);
                slot[0] = 6;
                slot[1] = (bits >> 64) as u64;
                slot[2] = bits as u64;
            }
            None => {}
        }
    }

    fn local(&self, index: usize) -> Option<IpAddr> {
        let slot = &self.controls[index];
        match slot[0] {
            4 => Some(IpAddr::V4(Ipv4Addr::from(slot[1] as u32))),
            6 => {
                let bits = u128::from(slot[1]) << 64 | u128::from(slot[2]);
                Some(IpAddr::V6(Ipv6Addr::from(bits)))
            }
            _ => None,
        }
    }

    /// The datagrams of the last batch with the ways they took.
    pub(crate) fn for_each(
        &mut self,
        socket: u32,
        is_wildcard: bool,
        mut take: impl FnMut(&Path, &mut [u8]),
    ) {
        for index in 0..self.count {
            let Some(remote) = read_name(&self.names[index]) else {
                continue;
            };
            let local = if is_wildcard { self.local(index) } else { None };
            let path = Path {
                protocol: Protocol::Udp,
                socket,
                local,
                remote,
            };
            let len = self.len(index);
            take(&path, &mut self.buffers[index][..len]);
        }
    }
}

/// The address of ours that a datagram was sent to.
fn read_local(header: &libc::msghdr) -> Option<IpAddr> {
    // SAFETY: the kernel filled the control buffer that `header` describes, and the CMSG functions
    // stay inside the length it wrote.
    unsafe {
        let mut control = libc::CMSG_FIRSTHDR(header);
        while !control.is_null() {
            let data = libc::CMSG_DATA(control);
            match ((*control).cmsg_level, (*control).cmsg_type) {
                (libc::IPPROTO_IP, libc::IP_PKTINFO) => {
                    let info = data.cast::<libc::in_pktinfo>().read_unaligned();
                    return Some(Ipv4Addr::from(info.ipi_spec_dst.s_addr.to_ne_bytes()).into());
                }
                (libc::IPPROTO_IPV6, libc::IPV6_PKTINFO) => {
                    let info = data.cast::<libc::in6_pktinfo>().read_unaligned();
                    return Some(Ipv6Addr::from(info.ipi6_addr.s6_addr).into());
                }
                _ => control = libc::CMSG_NXTHDR(header, control),
            }
        }
    }
    None
}
