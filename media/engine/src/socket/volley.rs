//! Sends many runs to many peers in one call, which spares a system call for each; refuses nothing, but says
//! how far the kernel came.

use std::io;
use std::mem::zeroed;
use std::os::fd::AsRawFd;

use forward::outbox::Runs;

use super::{Control, Name, Socket};

/// Runs in one call: the gain of a larger one is lost in the cache.
const MAX_RUNS: usize = 64;

/// Buffers that describe one call to the kernel.
pub(crate) struct Volley {
    names: Box<[Name]>,
    vectors: Box<[libc::iovec]>,
    controls: Box<[Control]>,
    messages: Box<[libc::mmsghdr]>,
}

// SAFETY: the pointers inside are to heap memory that the volley owns, or left over from an earlier call
// and never followed.
unsafe impl Send for Volley {}

impl std::fmt::Debug for Volley {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Volley").finish_non_exhaustive()
    }
}

impl Volley {
    pub(crate) fn new() -> Self {
        // SAFETY: all-zero iovec and mmsghdr are valid.
        let (vector, message): (libc::iovec, libc::mmsghdr) = unsafe { (zeroed(), zeroed()) };
        Self {
            names: (0..MAX_RUNS).map(|_| Name::none()).collect(),
            vectors: vec![vector; MAX_RUNS].into(),
            controls: (0..MAX_RUNS).map(|_| Control::new()).collect(),
            messages: vec![message; MAX_RUNS].into(),
        }
    }

    /// Sends the first runs, which must belong to `socket`: as many of `count` as the kernel takes.
    pub(crate) fn send(&mut self, socket: &Socket, runs: &Runs, count: usize) -> io::Result<usize> {
        let count = count.min(MAX_RUNS);
        for (index, (path, bytes, segment)) in runs.iter().take(count).enumerate() {
            let name = &mut self.names[index];
            *name = Name::from(path.remote);
            let control = &mut self.controls[index];
            control.len = 0;
            control.describe(path, bytes, segment, socket.is_wildcard);
            let vector = &mut self.vectors[index];
            vector.iov_base = bytes.as_ptr().cast_mut().cast();
            vector.iov_len = bytes.len();
            let message = &mut self.messages[index].msg_hdr;
            message.msg_name = name.pointer().cast_mut().cast();
            message.msg_namelen = name.len;
            message.msg_iov = vector;
            message.msg_iovlen = 1;
            control.attach(message);
        }
        // SAFETY: the first `count` messages point to buffers of ours and to `runs`, all of which outlive
        // the call; the kernel reads them and writes their lengths.
        let sent = unsafe {
            libc::sendmmsg(
                socket.as_raw_fd(),
                self.messages.as_mut_ptr(),
                count as libc::c_uint,
                0,
            )
        };
        usize::try_from(sent).map_err(|_| io::Error::last_os_error())
    }
}
