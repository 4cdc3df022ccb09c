//! Loads a media core with one publisher and many subscribers, one of which reads and verifies all.
//!
//! Usage: `ithaca-load PORT SUBSCRIBERS BURST PACKETS_PER_S SECONDS SIZE video|audio`. It connects,
//! prints `begin`, sends, prints `end`, and prints what arrived as one line of JSON. It refuses to
//! load anything but this host.

mod check;
mod floor;
mod peer;
mod publisher;
mod subscriber;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use peer::{Peer, receiver};
use publisher::Publisher;
use subscriber::Subscriber;

/// The reader must not lose packets in its own socket.
const LARGE_BUFFER: libc::c_int = 32 * 1024 * 1024;
/// The others drop everything at once, so that the generator does not become the bottleneck.
const TINY_BUFFER: libc::c_int = 1;
/// How long late packets may take after the last was sent.
const GRACE: Duration = Duration::from_millis(300);

/// What to send.
struct Plan {
    port: u16,
    subscribers: u16,
    burst: u64,
    packets_per_s: f64,
    seconds: f64,
    size: usize,
    is_video: bool,
    is_raw: bool,
}

impl Plan {
    fn read() -> Option<Self> {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let [port, subscribers, burst, packets_per_s, seconds, size, kind] = words.as_slice()
        else {
            return None;
        };
        Some(Self {
            port: port.parse().ok()?,
            subscribers: subscribers.parse().ok()?,
            burst: burst.parse().ok()?,
            packets_per_s: packets_per_s.parse().ok()?,
            seconds: seconds.parse().ok()?,
            size: size
                .parse()
                .ok()
                .filter(|size| (64..=1400).contains(size))?,
            is_video: kind != "audio",
            is_raw: kind == "raw",
        })
    }
}

fn main() -> io::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("floor") => return floor::serve(false),
        Some("floor-sealed") => return floor::serve(true),
        _ => {}
    }
    let Some(plan) = Plan::read() else {
        let usage = "PORT SUBSCRIBERS BURST PACKETS_PER_S SECONDS SIZE video|audio";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, usage));
    };
    let core = SocketAddr::from((Ipv4Addr::LOCALHOST, plan.port));
    let mut publisher = Publisher::new(Peer::connect(0, core, LARGE_BUFFER)?, &plan);
    let mut subscriber = Subscriber::new(
        Peer::connect(1, core, LARGE_BUFFER)?,
        // The floor forwards what the publisher encrypted.
        if plan.is_raw {
            receiver(0, 0)
        } else {
            receiver(1, 1)
        },
    );
    // They only have to exist.
    let _silent = (2..=plan.subscribers)
        .map(|number| Peer::connect(number, core, TINY_BUFFER))
        .collect::<io::Result<Vec<_>>>()?;
    println!("begin");
    let took = run(&plan, &mut publisher, &mut subscriber)?;
    println!("end");
    report(&publisher, &mut subscriber, took);
    Ok(())
}

/// Sends on time and reads in between; returns how long sending took.
fn run(
    plan: &Plan,
    publisher: &mut Publisher,
    subscriber: &mut Subscriber,
) -> io::Result<Duration> {
    let started = Instant::now();
    let interval = Duration::from_secs_f64(plan.burst as f64 / plan.packets_per_s);
    let bursts = (plan.seconds / interval.as_secs_f64()) as u32;
    for number in 0..bursts {
        while started.elapsed() < interval * number {
            subscriber.read(started);
        }
        publisher.burst(started, plan.burst)?;
    }
    let took = started.elapsed();
    while started.elapsed() < took + GRACE && subscriber.received < publisher.sent {
        subscriber.read(started);
    }
    Ok(took)
}

fn report(publisher: &Publisher, subscriber: &mut Subscriber, took: Duration) {
    let (middle, tail) = (subscriber.latency_ms(0.5), subscriber.latency_ms(0.99));
    println!(
        "{{\"sent\": {}, \"failed\": {}, \"received\": {}, \"out_of_order\": {}, \"unreadable\": {}, \
         \"latency_ms_p50\": {middle}, \"latency_ms_p99\": {tail}, \"seconds\": {}}}",
        publisher.sent,
        publisher.failed,
        subscriber.received,
        subscriber.out_of_order,
        subscriber.unreadable,
        took.as_secs_f64(),
    );
}
