//! A simulated network between the core and one subscriber: a bottleneck with a queue, delay, jitter,
//! loss and other people's traffic, and a browser behind it that reports on every packet. Deterministic.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet, VecDeque};
use std::net::Ipv4Addr;

use forward::command::{Command, ConsumerSpec};
use forward::event::{Event, Figure, Figures};
use forward::extensions::read_transport_cc;
use forward::path::Path;
use forward::rtp::RtpFields;
use forward::twcc::ArrivalRecorder;

use crate::room::{
    MS, PWD, Picture, Received, Room, SSRC, audio, check, ids, rtp, simulcast, subscription,
};

/// How often the browser reports.
const REPORT_US: u64 = 50 * MS;
pub(crate) const VIEWER: u64 = 2;

/// What a network does.
#[derive(Clone, Copy)]
pub(crate) struct Network {
    pub(crate) bps: u64,
    pub(crate) delay_us: u64,
    /// Added at random, without changing the order.
    pub(crate) jitter_us: u64,
    /// Of a thousand packets.
    pub(crate) lost: u64,
    /// The longest a packet may wait in the queue.
    pub(crate) queue_us: u64,
    /// What others send over the same bottleneck.
    pub(crate) cross_bps: u64,
    pub(crate) is_out: bool,
}

impl Network {
    pub(crate) fn of(bps: u64) -> Self {
        Self {
            bps,
            delay_us: 25 * MS,
            jitter_us: 0,
            lost: 0,
            queue_us: 500 * MS,
            cross_bps: 0,
            is_out: false,
        }
    }
}

/// Numbers that look random and are the same every time.
#[derive(Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides.max(1)
    }
}

struct OnTheWay {
    arrival_us: u64,
    packet: Received,
}

/// What a browser misses of one stream: when it asks again, and how often it did.
#[derive(Default)]
struct Gaps {
    newest: Option<u16>,
    missing: BTreeMap<u16, (u64, u32)>,
}

impl Gaps {
    const TRIES: u32 = 10;
    /// A longer gap is a new beginning.
    const LONGEST: u16 = 1000;

    fn note(&mut self, now_us: u64, sequence: u16) {
        self.missing.remove(&sequence);
        let newest = *self.newest.get_or_insert(sequence);
        let ahead = sequence.wrapping_sub(newest);
        if ahead == 0 || ahead > 0x7FFF {
            return;
        }
        if ahead < Self::LONGEST {
            for missing in 1..ahead {
                let due = (now_us + 10 * MS, 0);
                self.missing.insert(newest.wrapping_add(missing), due);
            }
        }
        self.newest = Some(sequence);
    }

    /// Whatever it is time to ask for.
    fn due(&mut self, now_us: u64, rtt_us: u64) -> Vec<u16> {
        self.missing.retain(|_, (_, tries)| *tries < Self::TRIES);
        let due = self.missing.iter_mut().filter(|(_, (at, _))| *at <= now_us);
        due.map(|(&sequence, (at, tries))| {
            (*at, *tries) = (now_us + rtt_us, *tries + 1);
            sequence
        })
        .collect()
    }
}

/// One video: three layers of so many bits per second, 30 frames a second.
pub(crate) struct Camera {
    pub(crate) transport: u64,
    pub(crate) producer: u64,
    pub(crate) consumer: u64,
    pub(crate) layers_bps: [u64; 3],
    /// Of a thousand packets, lost before they reach the core.
    pub(crate) lost: u64,
    sequences: [u16; 3],
    keys_due: [bool; 3],
    frame: u32,
}

/// A room with a viewer behind a network.
pub(crate) struct World {
    pub(crate) room: Room,
    pub(crate) network: Network,
    pub(crate) cameras: Vec<Camera>,
    pub(crate) dice: Dice,
    way: VecDeque<OnTheWay>,
    free_us: u64,
    arrivals: ArrivalRecorder,
    report_us: u64,
    reports: BinaryHeap<std::cmp::Reverse<(u64, Vec<u8>)>>,
    gaps: HashMap<u32, Gaps>,
    sound: u16,
    /// Bytes of media that arrived, and the longest wait in the queue, since taken.
    pub(crate) arrived_bytes: u64,
    pub(crate) waited_us: u64,
    /// The longest wait of a packet of sound.
    pub(crate) sound_waited_us: u64,
    pub(crate) lost_packets: u64,
    /// Bytes on retransmission streams.
    pub(crate) padding_bytes: u64,
    pub(crate) sound_arrived: u64,
    /// Every stream the viewer got.
    pub(crate) ssrcs: HashSet<u32>,
}

impl World {
    pub(crate) fn new(network: Network) -> Self {
        Self::with_sound(network, numbered(8000, false))
    }

    /// As with a browser that reports on video only.
    pub(crate) fn with_silent_sound(network: Network) -> Self {
        Self::with_sound(network, subscription(8000))
    }

    fn with_sound(network: Network, sound: ConsumerSpec) -> Self {
        let mut room = Room::with_peers(8);
        let mut speaker = audio();
        speaker.encodings[0].ssrc = Some(9000);
        room.producer(8, 80, speaker);
        room.consumer(VIEWER, 800, 80, sound);
        Self {
            room,
            network,
            cameras: Vec::new(),
            dice: Dice(0x9E37_79B9_7F4A_7C15),
            way: VecDeque::new(),
            free_us: 0,
            arrivals: ArrivalRecorder::new(),
            report_us: 0,
            reports: BinaryHeap::new(),
            gaps: HashMap::new(),
            sound: 0,
            arrived_bytes: 0,
            waited_us: 0,
            sound_waited_us: 0,
            lost_packets: 0,
            padding_bytes: 0,
            sound_arrived: 0,
            ssrcs: HashSet::new(),
        }
    }

    /// The viewer watches one more video; returns its place among the cameras.
    pub(crate) fn watch(&mut self, layers_bps: [u64; 3]) -> usize {
        let place = self.cameras.len() as u64;
        let transport = if place == 0 { 1 } else { 2 + place };
        let (producer, consumer) = (10 + place, 100 + place);
        self.room.producer(transport, producer, simulcast());
        let spec = numbered(2000 + 10 * place as u32, true);
        self.room.consumer(VIEWER, consumer, producer, spec);
        self.cameras.push(Camera {
            transport,
            producer,
            consumer,
            layers_bps,
            lost: 0,
            sequences: [1, 1, 1],
            keys_due: [true; 3],
            frame: 0,
        });
        self.cameras.len() - 1
    }

    /// Lets time pass in steps of 1 ms.
    pub(crate) fn run(&mut self, ms: u64) {
        for _ in 0..ms {
            self.room.now_us += MS;
            self.step();
        }
    }

    /// The viewer is on another network from now on, at another address.
    pub(crate) fn roam(&mut self, network: Network) {
        self.network = network;
        self.way.clear();
        self.free_us = 0;
        let from = elsewhere(self.room.peer(VIEWER).path);
        self.room.peer(VIEWER).path = from;
        self.room
            .datagram(from, check(&format!("u{VIEWER}"), PWD, true));
    }

    fn step(&mut self) {
        let now_us = self.room.now_us;
        let tick = now_us / MS;
        if tick.is_multiple_of(2500) {
            for peer in (1..=8).filter(|&peer| peer != VIEWER || !self.network.is_out) {
                let from = self.room.peer(peer).path;
                self.room
                    .datagram(from, check(&format!("u{peer}"), PWD, true));
            }
        }
        if tick.is_multiple_of(20) {
            self.speak();
        }
        for index in 0..self.cameras.len() {
            if tick % 33 == index as u64 * 3 {
                self.film(index);
            }
        }
        if tick.is_multiple_of(2) {
            self.room.core.handle_timeout(now_us);
        }
        self.room.settle();
        self.transmit();
        self.deliver();
        self.report();
        self.answer_publishers();
    }

    fn speak(&mut self) {
        self.sound = self.sound.wrapping_add(1);
        let fields = RtpFields {
            marker: false,
            payload_type: 111,
            sequence: self.sound,
            timestamp: u32::from(self.sound) * 960,
            ssrc: 9000,
        };
        let packet = rtp(&fields, &[(1, b"0"), (2, &[0x80 | 0x28])], &[7; 80]);
        self.room.send_quietly(8, &packet);
    }

    /// One frame in each layer; a key frame is five times as large.
    fn film(&mut self, index: usize) {
        let camera = &mut self.cameras[index];
        camera.frame += 1;
        for layer in 0..3 {
            let is_key = std::mem::take(&mut camera.keys_due[layer]);
            let mut left = (camera.layers_bps[layer] * 33 / 8000) as usize;
            left *= if is_key { 5 } else { 1 };
            let mut is_start = is_key;
            while left > 0 {
                let bytes = left.min(1100);
                left -= bytes;
                let sequence = camera.sequences[layer];
                camera.sequences[layer] = sequence.wrapping_add(1);
                let picture = Picture {
                    ssrc: SSRC + layer as u32,
                    rid: ["q", "h", "f"][layer],
                    sequence,
                    timestamp: camera.frame * 3000,
                    picture_id: (camera.frame & 0x7FFF) as u16,
                    tl0: camera.frame as u8,
                    temporal: 0,
                    is_key: is_start,
                };
                let mut packet = picture.packet();
                if !is_start && is_key {
                    // Later packets of a key frame are not its beginning.
                    let at = packet.len() - 8;
                    packet[at] = 0x80;
                }
                is_start = false;
                packet.resize(packet.len() + bytes, 7);
                if left > 0 {
                    packet[1] &= 0x7F;
                }
                if self.dice.roll(1000) >= camera.lost {
                    self.room.send_quietly(camera.transport, &packet);
                }
            }
        }
    }

    /// What left for the viewer meets the bottleneck.
    fn transmit(&mut self) {
        let now_us = self.room.now_us;
        let network = self.network;
        self.free_us = self.free_us.max(now_us);
        // Others' packets take their share of each millisecond.
        self.free_us += MS * network.cross_bps / network.bps.max(1);
        for packet in std::mem::take(&mut self.room.peer(VIEWER).media) {
            let bytes = packet.bytes.len() as u64 + 16;
            let wait_us = self.free_us - now_us;
            let is_lost = self.dice.roll(1000) < network.lost;
            if network.is_out || wait_us > network.queue_us || is_lost {
                self.lost_packets += 1;
                continue;
            }
            self.waited_us = self.waited_us.max(wait_us);
            if packet.header.ssrc == 8000 {
                self.sound_waited_us = self.sound_waited_us.max(wait_us);
            }
            self.free_us += bytes * 8_000_000 / network.bps;
            let jitter_us = self.dice.roll(network.jitter_us + 1);
            let earliest = self.way.back().map_or(0, |last| last.arrival_us);
            self.way.push_back(OnTheWay {
                arrival_us: (self.free_us + network.delay_us + jitter_us).max(earliest),
                packet,
            });
        }
    }

    fn deliver(&mut self) {
        let now_us = self.room.now_us;
        while self
            .way
            .front()
            .is_some_and(|next| next.arrival_us <= now_us)
        {
            let Some(OnTheWay { arrival_us, packet }) = self.way.pop_front() else {
                break;
            };
            if let Some(data) = packet.header.element(&packet.bytes, 5) {
                let number = read_transport_cc(data).expect("two bytes");
                // Its clock began at another time.
                self.arrivals.record(number, arrival_us + 77_000_000);
            }
            self.ssrcs.insert(packet.header.ssrc);
            match packet.header.ssrc {
                8000 => self.sound_arrived += 1,
                ssrc if ssrc % 10 == 1 => {
                    self.padding_bytes += packet.bytes.len() as u64;
                    if let [high, low, ..] = *packet.payload() {
                        let sequence = u16::from_be_bytes([high, low]);
                        self.gaps
                            .entry(ssrc - 1)
                            .or_default()
                            .note(now_us, sequence);
                    }
                }
                ssrc => {
                    self.arrived_bytes += packet.bytes.len() as u64;
                    let gaps = self.gaps.entry(ssrc).or_default();
                    gaps.note(now_us, packet.sequence());
                }
            }
        }
    }

    fn report(&mut self) {
        let now_us = self.room.now_us;
        if now_us >= self.report_us {
            self.report_us = now_us + REPORT_US;
            if self.arrivals.has_news() {
                let mut feedback = Vec::new();
                self.arrivals.write_feedback(&mut feedback, 1, 2000);
                if !self.network.is_out {
                    let due_us = now_us + self.network.delay_us;
                    self.reports.push(std::cmp::Reverse((due_us, feedback)));
                }
            }
        }
        self.ask_again();
        while let Some(std::cmp::Reverse((due_us, _))) = self.reports.peek()
            && *due_us <= now_us
        {
            if let Some(std::cmp::Reverse((_, feedback))) = self.reports.pop() {
                self.room.send_rtcp(VIEWER, &feedback);
            }
        }
    }

    /// What is missing is asked for, each packet once a round trip, as browsers do.
    fn ask_again(&mut self) {
        let now_us = self.room.now_us;
        let rtt_us = 2 * self.network.delay_us + 20 * MS;
        for (&ssrc, gaps) in &mut self.gaps {
            let wanted = gaps.due(now_us, rtt_us);
            if wanted.is_empty() || self.network.is_out {
                continue;
            }
            let mut nack = Vec::new();
            forward::rtcp::write_nack(&mut nack, 1, ssrc, &wanted);
            let due_us = now_us + self.network.delay_us;
            self.reports.push(std::cmp::Reverse((due_us, nack)));
        }
    }

    /// Publishers answer requests with key frames in their next frame.
    fn answer_publishers(&mut self) {
        for camera in &mut self.cameras {
            for report in std::mem::take(&mut self.room.peer(camera.transport).reports) {
                for packet in forward::rtcp::packets(&report) {
                    if let forward::rtcp::Packet::Pli(pli) = packet {
                        let layer = pli.media.wrapping_sub(SSRC) as usize;
                        if let Some(due) = camera.keys_due.get_mut(layer) {
                            *due = true;
                        }
                    }
                }
            }
        }
    }

    /// One of the viewer's figures.
    pub(crate) fn figure(&mut self, name: &str) -> f64 {
        self.room.run(Command::RequestStats {
            request: 1,
            transport: Some(VIEWER),
        });
        let figures = self.room.events.iter().rev().find_map(|event| match event {
            Event::Stats { figures, .. } => Some(figures.clone()),
            _ => None,
        });
        let figures: Figures = figures.expect("they were asked for");
        match figures.iter().find(|(key, _)| *key == name) {
            Some((_, Figure::Count(value))) => *value as f64,
            Some((_, Figure::Real(value))) => *value,
            other => panic!("{name}: {other:?}"),
        }
    }

    pub(crate) fn estimate_kbps(&mut self) -> u64 {
        self.figure("estimate_bits_per_second") as u64 / 1000
    }

    /// Kilobits a second of media that arrived in the next so many ms.
    pub(crate) fn arriving_kbps(&mut self, ms: u64) -> u64 {
        self.arrived_bytes = 0;
        self.run(ms);
        self.arrived_bytes * 8 / ms
    }

    /// Every layer this camera's viewer was told of since the last call.
    pub(crate) fn take_layers(&mut self, index: usize) -> Vec<i8> {
        let wanted = self.cameras[index].consumer;
        let mut told = Vec::new();
        self.room.events.retain(|event| match event {
            Event::Layers {
                consumer, spatial, ..
            } if *consumer == wanted => {
                told.push(*spatial);
                false
            }
            _ => true,
        });
        told
    }

    pub(crate) fn take_suspensions(&mut self) -> Vec<bool> {
        let mut told = Vec::new();
        self.room.events.retain(|event| match event {
            Event::Suspended { is_suspended, .. } => {
                told.push(*is_suspended);
                false
            }
            _ => true,
        });
        told
    }
}

fn elsewhere(path: Path) -> Path {
    Path {
        remote: (Ipv4Addr::new(198, 51, 100, 7), path.remote.port()).into(),
        ..path
    }
}

/// A subscription with transport-wide numbers.
pub(crate) fn numbered(ssrc: u32, has_repair: bool) -> ConsumerSpec {
    let spec = subscription(ssrc);
    ConsumerSpec {
        extensions: ids(&[("mid", 4), ("abs-send-time", 3), ("transport-cc", 5)]),
        rtx_ssrc: spec.rtx_ssrc.filter(|_| has_repair),
        rtx_payload_type: spec.rtx_payload_type.filter(|_| has_repair),
        ..spec
    }
}
