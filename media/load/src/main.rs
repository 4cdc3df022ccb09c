//! Loads a media core with one publisher and many subscribers, one of which reads and verifies all, or with
//! a room in which everybody publishes simulcast.
//!
//! Usage: `ithaca-load PORT SUBSCRIBERS BURST PACKETS_PER_S SECONDS SIZE video|audio|raw`, or
//! `ithaca-load room PORT PEERS SECONDS`. It connects, warms up, prints `begin`, sends, prints `end`, and
//! prints what arrived as one line of JSON. `ithaca-load floor|floor-sealed` stands in for the core. It
//! refuses to load anything but this host.

mod check;
mod floor;
mod peer;
mod publisher;
mod room;
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

/// As many as the core keeps of one stream.
const WARM_UP_PACKETS: u64 = 1040;
const WARM_UP_BURST: u64 = 20;
/// 2000 packets a second, and then half a second of rest.
const WARM_UP_INTERVAL: Duration = Duration::from_millis(10);

/// Fifty peers say within three seconds that they are still there; the core gives up after ten.
const STAY_INTERVAL: Duration = Duration::from_millis(50);

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
        Some("room") => return room::load(std::env::args().skip(2)),
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
    let silent = (2..=plan.subscribers)
        .map(|number| Peer::connect(number, core, TINY_BUFFER))
        .collect::<io::Result<Vec<_>>>()?;
    warm_up(&mut publisher, &mut subscriber)?;
    println!("begin");
    let took = run(&plan, &mut publisher, &mut subscriber, &silent)?;
    println!("end");
    report(publisher.sent, publisher.failed, &mut subscriber, took);
    Ok(())
}

/// Fills the core's history once, which is memory it then keeps, and forgets what arrived: what a call costs
/// in its first seconds is not what it costs.
fn warm_up(publisher: &mut Publisher, subscriber: &mut Subscriber) -> io::Result<()> {
    let started = Instant::now();
    for number in 1..=WARM_UP_PACKETS / WARM_UP_BURST {
        publisher.burst(started, WARM_UP_BURST)?;
        while started.elapsed() < WARM_UP_INTERVAL * number as u32 {
            subscriber.read(started);
        }
    }
    while started.elapsed() < WARM_UP_INTERVAL * 100 {
        subscriber.read(started);
    }
    publisher.forget();
    subscriber.forget();
    Ok(())
}

/// Sends on time and reads in between; returns how long sending took.
fn run(
    plan: &Plan,
    publisher: &mut Publisher,
    subscriber: &mut Subscriber,
    silent: &[Peer],
) -> io::Result<Duration> {
    let started = Instant::now();
    let interval = Duration::from_secs_f64(plan.burst as f64 / plan.packets_per_s);
    let bursts = (plan.seconds / interval.as_secs_f64()) as u32;
    let mut checks = 1;
    for number in 0..bursts {
        while started.elapsed() < interval * number {
            subscriber.read(started);
        }
        publisher.burst(started, plan.burst)?;
        // One after another, so that no moment has all of their checks.
        if !plan.is_raw && started.elapsed() > STAY_INTERVAL * checks {
            match checks as usize % (silent.len() + 2) {
                0 => publisher.peer.stay()?,
                1 => subscriber.peer.stay()?,
                other => silent[other - 2].stay()?,
            }
            checks += 1;
        }
    }
    let took = started.elapsed();
    while started.elapsed() < took + GRACE && subscriber.received < publisher.sent {
        subscriber.read(started);
    }
    Ok(took)
}

fn report(sent: u64, failed: u64, subscriber: &mut Subscriber, took: Duration) {
    let (middle, tail) = (subscriber.latency_ms(0.5), subscriber.latency_ms(0.99));
    println!(
        "{{\"sent\": {sent}, \"failed\": {failed}, \"received\": {}, \"out_of_order\": {}, \"unreadable\": {}, \
         \"latency_ms_p50\": {middle}, \"latency_ms_p99\": {tail}, \"seconds\": {}}}",
        subscriber.received,
        subscriber.out_of_order,
        subscriber.unreadable,
        took.as_secs_f64(),
    );
}
