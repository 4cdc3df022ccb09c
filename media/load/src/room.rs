//! Loads a room in which everybody publishes three layers of video and sound, and everybody is sent what a
//! layout asks for: one picture in its highest layer, the others in their lowest. The first peer reads and
//! verifies all it is sent; the others' load is the same, so what it got is multiplied.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use forward::rtp::{ExtensionForm, RtpFields, RtpWriter};
use forward::srtp::SrtpOutbound;

use crate::peer::{Peer, receiver, sender};
use crate::subscriber::Subscriber;
use crate::{GRACE, LARGE_BUFFER, TINY_BUFFER};

/// 25 pictures and 50 packets of sound a second.
const FRAME: Duration = Duration::from_millis(40);
/// Packets of one picture and their size, lowest layer first: about 0.1, 0.4 and 0.9 Mbit/s.
const LAYERS: [(u16, usize); 3] = [(1, 600), (2, 1000), (4, 1150)];
const SOUND_BYTES: usize = 160;
/// One key frame a second.
const KEY_INTERVAL: u32 = 25;
/// Layers settle meanwhile.
const WARM_UP_FRAMES: u32 = 75;
const TAG_BYTES: usize = 16;
const VP8_DESCRIPTOR: [u8; 6] = [0x90, 0xE0, 0x80, 0x00, 0x00, 0x00];

/// One stream of one publisher.
#[derive(Default)]
struct Counter {
    sequence: u16,
    sent: u64,
}

/// One peer that publishes.
struct Publisher {
    peer: Peer,
    srtp: SrtpOutbound,
    number: u16,
    /// The layers, then sound.
    streams: [Counter; 4],
}

/// What one packet is.
#[derive(Clone, Copy)]
struct Piece {
    stream: usize,
    frame: u32,
    is_key: bool,
    is_last: bool,
    bytes: usize,
}

impl Publisher {
    fn send(&mut self, started: Instant, piece: Piece) -> io::Result<()> {
        let is_sound = piece.stream == LAYERS.len();
        let counter = &mut self.streams[piece.stream];
        counter.sequence = counter.sequence.wrapping_add(1);
        let fields = RtpFields {
            marker: piece.is_last,
            payload_type: if is_sound { 111 } else { 96 },
            sequence: counter.sequence,
            timestamp: piece.frame * if is_sound { 960 } else { 3600 },
            ssrc: 10_000 + 10 * u32::from(self.number) + piece.stream as u32,
        };
        let mut bytes = [0_u8; 2048];
        let bytes = &mut bytes[..piece.bytes + TAG_BYTES];
        let mut writer =
            RtpWriter::new(bytes, &fields, ExtensionForm::OneByte).expect("there is room");
        let mid = if is_sound { b"1" } else { b"0" };
        writer.element(1, mid).expect("it fits");
        if is_sound {
            writer.element(2, &[0x9E]).expect("it fits");
        }
        let head = writer.finish().expect("there is room");
        let body = &mut bytes[head..piece.bytes];
        if !is_sound {
            body[..6].copy_from_slice(&VP8_DESCRIPTOR);
            body[2..4].copy_from_slice(&(0x8000 | (piece.frame as u16 & 0x7FFF)).to_be_bytes());
            // The lowest bit of the first byte of a picture is 0 in a key frame.
            body[6] = u8::from(!piece.is_key);
            body[0] = if piece.is_key { 0x90 } else { 0x80 };
        }
        let at = body.len() - 8;
        body[at..].copy_from_slice(&(started.elapsed().as_nanos() as u64).to_be_bytes());
        let len = self.srtp.protect_rtp(bytes, head).expect("there is room");
        self.peer.socket.send(&bytes[..len])?;
        counter.sent += 1;
        Ok(())
    }

    fn picture(&mut self, started: Instant, frame: u32) -> io::Result<()> {
        for (stream, &(packets, bytes)) in LAYERS.iter().enumerate() {
            for index in 0..packets {
                let piece = Piece {
                    stream,
                    frame,
                    is_key: index == 0 && frame.is_multiple_of(KEY_INTERVAL),
                    is_last: index + 1 == packets,
                    bytes,
                };
                self.send(started, piece)?;
            }
        }
        Ok(())
    }

    fn sound(&mut self, started: Instant, frame: u32) -> io::Result<()> {
        let piece = Piece {
            stream: LAYERS.len(),
            frame,
            is_key: false,
            is_last: false,
            bytes: SOUND_BYTES,
        };
        self.send(started, piece)
    }
}

/// Runs `PORT PEERS SECONDS`.
pub(crate) fn load(words: impl Iterator<Item = String>) -> io::Result<()> {
    let words: Vec<String> = words.collect();
    let plan = match words.as_slice() {
        [port, peers, seconds] => port
            .parse()
            .ok()
            .zip(peers.parse().ok())
            .zip(seconds.parse().ok()),
        _ => None,
    };
    let Some(((port, peers), seconds)): Option<((u16, u16), f64)> = plan else {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "room PORT PEERS SECONDS",
        ));
    };
    let mut publishers = connect(port, peers)?;
    let mut reader = Subscriber::new(publishers[0].peer.again()?, receiver(0, 1));
    let started = Instant::now();
    run(&mut publishers, &mut reader, started, 0..WARM_UP_FRAMES)?;
    wait(&mut reader, started, GRACE);
    reader.forget();
    let before: u64 = due(&publishers);
    println!("begin");
    let frames = (seconds / FRAME.as_secs_f64()) as u32;
    let began = started.elapsed();
    run(
        &mut publishers,
        &mut reader,
        started,
        WARM_UP_FRAMES..WARM_UP_FRAMES + frames,
    )?;
    let took = started.elapsed().saturating_sub(began);
    println!("end");
    wait(&mut reader, started, GRACE);
    crate::report(due(&publishers) - before, 0, &mut reader, took);
    Ok(())
}

fn connect(port: u16, peers: u16) -> io::Result<Vec<Publisher>> {
    let core = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut publishers = Vec::new();
    for number in 0..peers {
        let buffer = if number == 0 {
            LARGE_BUFFER
        } else {
            TINY_BUFFER
        };
        publishers.push(Publisher {
            peer: Peer::connect(number, core, buffer)?,
            srtp: sender(number, 0),
            number,
            streams: Default::default(),
        });
    }
    Ok(publishers)
}

/// What the first peer must have been sent: the second's highest layer, the others' lowest, all sound.
fn due(publishers: &[Publisher]) -> u64 {
    publishers
        .iter()
        .skip(1)
        .map(|publisher| {
            let layer = if publisher.number == 1 { 2 } else { 0 };
            publisher.streams[layer].sent + publisher.streams[LAYERS.len()].sent
        })
        .sum()
}

fn wait(reader: &mut Subscriber, started: Instant, long: Duration) {
    let until = started.elapsed() + long;
    while started.elapsed() < until {
        reader.read(started);
    }
}

/// Everybody in turn, spread over the frame's time; sound twice.
fn run(
    publishers: &mut [Publisher],
    reader: &mut Subscriber,
    started: Instant,
    frames: std::ops::Range<u32>,
) -> io::Result<()> {
    let began = started.elapsed();
    let first = frames.start;
    let half = publishers.len() * 2;
    for frame in frames {
        for turn in 0..half {
            let at = FRAME * (frame - first) + FRAME * turn as u32 / half as u32;
            while started.elapsed() < began + at {
                reader.read(started);
            }
            let publisher = &mut publishers[turn % (half / 2)];
            publisher.sound(started, frame * 2 + u32::from(turn >= half / 2))?;
            if turn < half / 2 {
                publisher.picture(started, frame)?;
            }
        }
    }
    Ok(())
}
