//! The few system calls that std lacks, each behind a safe function.

use std::io::{self, IoSlice};
use std::mem::zeroed;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

fn check(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// A new descriptor, owned.
pub(crate) fn own(result: libc::c_int) -> io::Result<OwnedFd> {
    let fd = check(result)?;
    // SAFETY: the kernel just gave us this descriptor and nobody else has it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Sets an integer socket option.
pub(crate) fn set_option(
    fd: &impl AsRawFd,
    level: libc::c_int,
    name: libc::c_int,
    value: libc::c_int,
) -> io::Result<()> {
    let len = size_of::<libc::c_int>() as libc::socklen_t;
    // SAFETY: the pointer and length describe `value`, which outlives the call.
    let result =
        unsafe { libc::setsockopt(fd.as_raw_fd(), level, name, (&raw const value).cast(), len) };
    check(result).map(|_| ())
}

/// Reads an integer socket option.
pub(crate) fn get_option(
    fd: &impl AsRawFd,
    level: libc::c_int,
    name: libc::c_int,
) -> io::Result<libc::c_int> {
    let mut value: libc::c_int = 0;
    let mut len = size_of::<libc::c_int>() as libc::socklen_t;
    // SAFETY: the pointers describe `value` and its size, which outlive the call.
    let result = unsafe {
        libc::getsockopt(
            fd.as_raw_fd(),
            level,
            name,
            (&raw mut value).cast(),
            &raw mut len,
        )
    };
    check(result).map(|_| value)
}

/// Writes as much of these as a connection has room for; how many bytes that was.
pub(crate) fn send_vectored(fd: &impl AsRawFd, slices: &[IoSlice<'_>]) -> io::Result<usize> {
    // SAFETY: an all-zero msghdr is valid.
    let mut message: libc::msghdr = unsafe { zeroed() };
    // IoSlice has the memory layout of iovec, as std promises on Unix.
    message.msg_iov = slices.as_ptr().cast_mut().cast();
    message.msg_iovlen = slices.len();
    let flags = libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT;
    // SAFETY: the slices outlive the call, and the kernel only reads them.
    let sent = unsafe { libc::sendmsg(fd.as_raw_fd(), &raw const message, flags) };
    usize::try_from(sent).map_err(|_| io::Error::last_os_error())
}

/// The kernel's id of the calling thread.
pub(crate) fn thread_id() -> i32 {
    // SAFETY: gettid takes nothing and cannot fail.
    unsafe { libc::gettid() }
}

/// A counter that wakes whoever waits for it.
#[derive(Debug)]
pub(crate) struct Bell(OwnedFd);

impl Bell {
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: eventfd takes no pointers.
        own(unsafe { libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC) }).map(Self)
    }

    pub(crate) fn ring(&self) {
        let one = 1_u64.to_ne_bytes();
        // SAFETY: eight readable bytes. The only failure is a full counter, which rings as well.
        unsafe { libc::write(self.0.as_raw_fd(), one.as_ptr().cast(), one.len()) };
    }

    pub(crate) fn hush(&self) {
        let mut count = [0_u8; 8];
        // SAFETY: eight writable bytes. The only failure is that it did not ring.
        unsafe { libc::read(self.0.as_raw_fd(), count.as_mut_ptr().cast(), count.len()) };
    }
}

impl AsRawFd for Bell {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

/// Waits for descriptors to become readable.
#[derive(Debug)]
pub(crate) struct Poller {
    fd: OwnedFd,
    ready: Vec<libc::epoll_event>,
}

impl Poller {
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: epoll_create1 takes no pointers.
        let fd = own(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })?;
        let ready = vec![libc::epoll_event { events: 0, u64: 0 }; 16];
        Ok(Self { fd, ready })
    }

    /// Reports `fd` as `token` while it is readable.
    pub(crate) fn watch(&self, fd: &impl AsRawFd, token: u64) -> io::Result<()> {
        self.control(fd, libc::EPOLL_CTL_ADD, libc::EPOLLIN, token)
    }

    /// From now on reports it also, or no longer, while it is writable.
    pub(crate) fn watch_room(
        &self,
        fd: &impl AsRawFd,
        token: u64,
        is_wanted: bool,
    ) -> io::Result<()> {
        let room = if is_wanted { libc::EPOLLOUT } else { 0 };
        self.control(fd, libc::EPOLL_CTL_MOD, libc::EPOLLIN | room, token)
    }

    /// Reports it no more.
    pub(crate) fn ignore(&self, fd: &impl AsRawFd) -> io::Result<()> {
        self.control(fd, libc::EPOLL_CTL_DEL, 0, 0)
    }

    fn control(
        &self,
        fd: &impl AsRawFd,
        order: libc::c_int,
        events: libc::c_int,
        token: u64,
    ) -> io::Result<()> {
        let mut event = libc::epoll_event {
            events: events as u32,
            u64: token,
        };
        // SAFETY: `event` outlives the call.
        let result =
            unsafe { libc::epoll_ctl(self.fd.as_raw_fd(), order, fd.as_raw_fd(), &raw mut event) };
        check(result).map(|_| ())
    }

    /// The tokens that are ready; empty after the timeout or a signal.
    pub(crate) fn wait(&mut self, timeout: Option<Duration>) -> impl Iterator<Item = u64> + '_ {
        // Rounded up: waking too early would spin.
        let timeout_ms = timeout.map_or(-1, |timeout| {
            timeout.as_micros().div_ceil(1000).min(60_000) as libc::c_int
        });
        // SAFETY: the pointer and count describe `ready`.
        let count = unsafe {
            libc::epoll_wait(
                self.fd.as_raw_fd(),
                self.ready.as_mut_ptr(),
                self.ready.len() as libc::c_int,
                timeout_ms,
            )
        };
        let count = usize::try_from(count).unwrap_or(0);
        self.ready[..count].iter().map(|event| event.u64)
    }
}
