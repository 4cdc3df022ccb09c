//! Forwards RTP between peers; refuses to touch a socket, a clock, a thread or Python.
//!
//! Bytes and the time go in, bytes and events come out, so that every behaviour can be
//! tested without a network. The modules are listed in the order a packet meets them.
#![forbid(unsafe_code)]

mod core;
pub mod path;

// Who sent it: STUN, and what each peer's connection holds.
mod checks;
pub mod framing;
mod ice;
mod limiter;
pub mod stun;
mod transport;

// Media in.
pub mod extensions;
mod ingress;
pub mod rtp;
mod sources;
pub mod srtp;

// What a publisher sends.
pub mod av1;
mod cells;
mod frame;
pub mod h264;
mod history;
mod keyframes;
mod layers;
mod levels;
mod loudest;
mod nack;
mod producer;
mod rate;
mod reception;
pub mod seq;
mod speaker;
mod stream;
pub mod vp8;
pub mod vp9;

// What a subscriber gets.
mod consumer;
mod dynacast;
mod egress;
mod munger;
pub mod outbox;
mod pacer;
mod pacing;
mod rooms;
mod selector;
mod send_log;
mod sent;
mod template;

// What the server itself hears and sends.
mod inject;
mod inside;
mod tap;

// Reports both ways, and what follows from them.
mod allocation;
mod bandwidth;
mod control;
mod probing;
mod reports;
pub mod rtcp;
mod timers;
pub mod twcc;
mod uplink;

// The owner's side.
pub mod command;
mod commands;
mod drops;
pub mod event;
mod registry;
mod stats;

pub use self::core::Core;
