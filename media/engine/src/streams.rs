//! Media over TCP, for peers whose network lets no UDP pass: accepts connections, frames datagrams both
//! ways (RFC 4571), closes whoever does not soon prove to belong here; refuses to wait for slow readers.

use std::collections::{HashMap, VecDeque};
use std::io::{self, ErrorKind, IoSlice, Read};
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd};

use forward::Core;
use forward::framing::{Backlog, Deframer, HEAD_BYTES, Unframed};
use forward::path::{Path, Protocol};

use crate::socket::Name;
use crate::sys::{Poller, own, send_vectored, set_option};

/// Tokens of listeners and of connections; sockets and the bell have others.
pub(crate) const FIRST_TOKEN: u64 = 1 << 32;
const FIRST_CONNECTION: u64 = 1 << 33;
/// Everybody of a full worker, and some who are changing networks.
const MAX_CONNECTIONS: usize = 4096;
/// Connections without a valid check: of all, and of one address, behind which may be a school.
const MAX_STRANGERS: usize = 256;
const MAX_STRANGERS_EACH: usize = 32;
/// A browser sends its first check at once.
const PROOF_US: u64 = 5_000_000;
/// Browsers check what they use at least every 15 s (RFC 7675).
const IDLE_US: u64 = 30_000_000;
const SWEEP_US: u64 = 1_000_000;
/// What waits here is late already: a quarter of a second of 2 Mbit/s, and as much in the kernel.
const BACKLOG_BYTES: usize = 64 * 1024;
const UNSENT_BYTES: libc::c_int = 64 * 1024;
/// Taken from one connection, and accepted, before the others' turn.
const READS: usize = 4;
const ACCEPTS: usize = 64;
const QUEUE: libc::c_int = 256;
/// As many as the outbox puts into a run.
const MAX_FRAMES: usize = 64;

/// One connection.
#[derive(Debug)]
struct Connection {
    stream: TcpStream,
    path: Path,
    deframer: Deframer,
    backlog: Backlog,
    opened_us: u64,
    heard_us: u64,
    /// It carried a valid check.
    is_known: bool,
    is_broken: bool,
    /// The poller says when there is room.
    is_awaited: bool,
}

/// Why a connection ends.
#[derive(Debug)]
struct Over;

impl From<Unframed> for Over {
    fn from(_: Unframed) -> Self {
        Self
    }
}

/// The listeners and connections of a worker.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    listeners: Vec<TcpListener>,
    connections: HashMap<u32, Connection>,
    /// Those without a valid check, oldest first.
    strangers: VecDeque<u32>,
    /// Connections to look after when everything is sent.
    changed: Vec<u32>,
    /// Never used twice while anybody may remember it.
    next: u32,
    sweep_us: u64,
    /// Out of descriptors: nothing is accepted until the next sweep.
    is_full: bool,
}

/// Binds and listens.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let family = if address.is_ipv4() {
        libc::AF_INET
    } else {
        libc::AF_INET6
    };
    let kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
    // SAFETY: socket takes no pointers.
    let fd = own(unsafe { libc::socket(family, kind, 0) })?;
    if address.is_ipv6() {
        set_option(&fd, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, 1)?;
    }
    // Connections of a worker that has just ended do not keep the port.
    set_option(&fd, libc::SOL_SOCKET, libc::SO_REUSEADDR, 1)?;
    let name = Name::from(address);
    // SAFETY: the pointer and length describe `name`; listen takes no pointers.
    let is_listening = unsafe {
        libc::bind(fd.as_raw_fd(), name.pointer(), name.len) == 0
            && libc::listen(fd.as_raw_fd(), QUEUE) == 0
    };
    if !is_listening {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor is a listening socket that we own.
    Ok(unsafe { TcpListener::from_raw_fd(fd.into_raw_fd()) })
}

impl Streams {
    pub(crate) fn new(listeners: Vec<TcpListener>, poller: &Poller) -> io::Result<Self> {
        let streams = Self {
            listeners,
            ..Self::default()
        };
        streams.watch_listeners(poller)?;
        Ok(streams)
    }

    fn watch_listeners(&self, poller: &Poller) -> io::Result<()> {
        for (index, listener) in self.listeners.iter().enumerate() {
            poller.watch(listener, FIRST_TOKEN + index as u64)?;
        }
        Ok(())
    }

    /// When to call `tidy` at the latest, if nothing else happens.
    pub(crate) fn deadline_us(&self) -> Option<u64> {
        let is_idle = self.connections.is_empty() && !self.is_full;
        (!is_idle).then_some(self.sweep_us)
    }

    /// Serves what the poller reported.
    pub(crate) fn serve(&mut self, now_us: u64, token: u64, poller: &Poller, core: &mut Core) {
        let Some(id) = token.checked_sub(FIRST_CONNECTION) else {
            self.accept(now_us, (token - FIRST_TOKEN) as usize, poller);
            return;
        };
        let id = id as u32;
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let was_known = connection.is_known;
        let result = connection
            .read(now_us, core)
            .and_then(|()| connection.catch_up());
        if !was_known && connection.is_known {
            self.strangers.retain(|stranger| *stranger != id);
        }
        match result {
            Ok(()) => self.changed.push(id),
            Err(Over) => self.close(now_us, id, core),
        }
    }

    fn accept(&mut self, now_us: u64, index: usize, poller: &Poller) {
        for _ in 0..ACCEPTS {
            let Some(listener) = self.listeners.get(index) else {
                return;
            };
            match listener.accept() {
                Ok((stream, remote)) => self.welcome(now_us, stream, remote, poller),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if is_fleeting(&error) => {}
                Err(_) => {
                    // Out of descriptors or memory: asking again at once would spin.
                    self.is_full = true;
                    for listener in &self.listeners {
                        let _ = poller.ignore(listener);
                    }
                    return;
                }
            }
        }
    }

    /// Takes a connection in, unless its address has too many that proved nothing. When there are too
    /// many of all, the oldest gives way: a browser needs one round trip, a flood lasts.
    fn welcome(&mut self, now_us: u64, stream: TcpStream, remote: SocketAddr, poller: &Poller) {
        let neighbourhood = neighbourhood(remote.ip());
        let connections = &self.connections;
        let neighbours = self.strangers.iter().filter(|id| {
            connections
                .get(id)
                .is_some_and(|other| self::neighbourhood(other.path.remote.ip()) == neighbourhood)
        });
        if neighbours.count() >= MAX_STRANGERS_EACH || connections.len() >= MAX_CONNECTIONS {
            return;
        }
        if self.strangers.len() >= MAX_STRANGERS
            && let Some(oldest) = self.strangers.pop_front()
        {
            self.connections.remove(&oldest);
        }
        let id = self.next;
        let is_ready = prepare(&stream).is_ok()
            && poller
                .watch(&stream, FIRST_CONNECTION + u64::from(id))
                .is_ok();
        if !is_ready {
            return;
        }
        if self.connections.is_empty() {
            self.sweep_us = now_us + SWEEP_US;
        }
        self.next = self.next.wrapping_add(1);
        self.strangers.push_back(id);
        self.connections
            .insert(id, Connection::new(stream, id, remote, now_us));
    }

    /// Sends a run as frames; how many had no room.
    pub(crate) fn send(&mut self, id: u32, bytes: &[u8], segment: usize) -> u64 {
        let Some(connection) = self.connections.get_mut(&id) else {
            return bytes.len().div_ceil(segment) as u64;
        };
        let was_clear = connection.backlog.is_empty();
        let dropped = connection.send(bytes, segment);
        if connection.is_broken || (was_clear && !connection.backlog.is_empty()) {
            self.changed.push(id);
        }
        dropped
    }

    /// Closes what is over and asks the poller for what is awaited, when everything is sent.
    pub(crate) fn tidy(&mut self, now_us: u64, poller: &Poller, core: &mut Core) {
        while let Some(id) = self.changed.pop() {
            let Some(connection) = self.connections.get_mut(&id) else {
                continue;
            };
            let awaits = !connection.backlog.is_empty();
            if connection.is_awaited != awaits {
                connection.is_awaited = awaits;
                let token = FIRST_CONNECTION + u64::from(id);
                let watched = poller.watch_room(&connection.stream, token, awaits);
                connection.is_broken |= watched.is_err();
            }
            if connection.is_broken {
                self.close(now_us, id, core);
            }
        }
        if self.deadline_us().is_some_and(|due| now_us >= due) {
            self.sweep_us = now_us + SWEEP_US;
            self.sweep(now_us, poller, core);
        }
    }

    /// Closes connections that proved nothing in time, are silent, or whose transport has gone.
    fn sweep(&mut self, now_us: u64, poller: &Poller, core: &mut Core) {
        let over: Vec<u32> = self
            .connections
            .iter()
            .filter(|(_, connection)| connection.is_over(now_us, core))
            .map(|(id, _)| *id)
            .collect();
        for id in over {
            self.close(now_us, id, core);
        }
        if self.is_full && self.watch_listeners(poller).is_ok() {
            self.is_full = false;
        }
    }

    fn close(&mut self, now_us: u64, id: u32, core: &mut Core) {
        let Some(connection) = self.connections.remove(&id) else {
            return;
        };
        if connection.is_known {
            core.close_path(now_us, &connection.path);
        } else {
            self.strangers.retain(|stranger| *stranger != id);
        }
    }
}

impl Connection {
    fn new(stream: TcpStream, id: u32, remote: SocketAddr, now_us: u64) -> Self {
        Self {
            stream,
            path: Path {
                protocol: Protocol::Tcp,
                socket: id,
                local: None,
                remote,
            },
            deframer: Deframer::default(),
            backlog: Backlog::new(BACKLOG_BYTES),
            opened_us: now_us,
            heard_us: now_us,
            is_known: false,
            is_broken: false,
            is_awaited: false,
        }
    }

    /// Takes what came, frame by frame. The first must be a check that proves who sent it.
    fn read(&mut self, now_us: u64, core: &mut Core) -> Result<(), Over> {
        for _ in 0..READS {
            match (&self.stream).read(self.deframer.space()) {
                Ok(0) => return Err(Over),
                Ok(count) => self.deframer.advance(count),
                Err(error) if is_fleeting(&error) => return Ok(()),
                Err(_) => return Err(Over),
            }
            while let Some(frame) = self.deframer.next_frame()? {
                self.heard_us = now_us;
                core.handle_datagram(now_us, &self.path, frame);
                if !self.is_known && !core.knows(&self.path) {
                    return Err(Over);
                }
                self.is_known = true;
            }
        }
        Ok(())
    }

    /// Sends what waited, as far as there is room.
    fn catch_up(&mut self) -> Result<(), Over> {
        while !self.backlog.is_empty() {
            let waiting = [IoSlice::new(self.backlog.front())];
            match send_vectored(&self.stream, &waiting) {
                Ok(count) => self.backlog.consume(count),
                Err(error) if is_fleeting(&error) => return Ok(()),
                Err(_) => return Err(Over),
            }
        }
        Ok(())
    }

    /// Sends frames, in one call if nothing waits; how many had no room.
    fn send(&mut self, bytes: &[u8], segment: usize) -> u64 {
        let mut sent = 0;
        if self.backlog.is_empty() {
            match send_framed(&self.stream, bytes, segment) {
                Ok(count) => sent = count,
                Err(error) if is_fleeting(&error) => {}
                Err(_) => self.is_broken = true,
            }
        }
        let mut dropped = 0;
        for frame in bytes.chunks(segment) {
            let len = HEAD_BYTES + frame.len();
            let out = sent.min(len);
            sent -= out;
            if out < len && !self.backlog.push(frame, out) {
                dropped += 1;
            }
        }
        dropped
    }

    fn is_over(&self, now_us: u64, core: &Core) -> bool {
        let is_late = !self.is_known && now_us > self.opened_us + PROOF_US;
        let is_idle = now_us > self.heard_us + IDLE_US;
        is_late || is_idle || (self.is_known && !core.knows(&self.path))
    }
}

/// As many bytes of these frames as there is room for.
fn send_framed(stream: &TcpStream, bytes: &[u8], segment: usize) -> io::Result<usize> {
    let last = bytes.len() - (bytes.len() - 1) / segment * segment;
    let heads = [segment, last].map(|len| (len as u16).to_be_bytes());
    let mut slices = [IoSlice::new(&[]); 2 * MAX_FRAMES];
    let mut count = 0;
    for frame in bytes.chunks(segment).take(MAX_FRAMES) {
        let head = &heads[usize::from(frame.len() != segment)];
        slices[count] = IoSlice::new(head);
        slices[count + 1] = IoSlice::new(frame);
        count += 2;
    }
    send_vectored(stream, &slices[..count])
}

/// Media waits for nothing: neither to fill a segment nor behind much that is unsent.
fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nonblocking(true)?;
    stream.set_nodelay(true)?;
    let lowat = libc::TCP_NOTSENT_LOWAT;
    set_option(stream, libc::IPPROTO_TCP, lowat, UNSENT_BYTES)
}

/// Whom an address belongs to: a house has a whole IPv6 network.
fn neighbourhood(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64).into(),
    }
}

fn is_fleeting(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::Interrupted | ErrorKind::ConnectionAborted
    ) || error.raw_os_error() == Some(libc::ENOBUFS)
}
