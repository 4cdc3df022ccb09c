//! Threads, sockets and batches around `forward`, and its face in Python; refuses to decide anything
//! about media, and never takes Python's lock on the media thread.

mod events;
mod pace;
mod sender;
mod shared;
mod socket;
mod specs;
mod streams;
mod sys;
mod tapped;
mod thread;
mod worker;

use pyo3::prelude::*;

/// The media core: sockets, ICE-lite, SRTP and forwarding for one worker thread.
#[pymodule]
fn ithaca_media(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<worker::Worker>()
}
