//! Forwards RTP between peers; refuses to touch a socket, a clock, a thread or Python.
//!
//! Bytes and the time go in, bytes and events come out, so that every behaviour can be
//! tested without a network. Read the modules in the order a packet meets them.
#![forbid(unsafe_code)]

pub mod av1;
pub mod extensions;
pub mod h264;
pub mod rtcp;
pub mod rtp;
pub mod seq;
pub mod srtp;
pub mod stun;
pub mod twcc;
pub mod vp8;
pub mod vp9;
