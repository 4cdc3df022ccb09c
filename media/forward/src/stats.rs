//! Answers questions about the core or one transport with figures.

use crate::command::Kind;
use crate::consumer::Consumer;
use crate::core::Core;
use crate::drops::Drops;
use crate::event::{Event, Figure, Figures};
use crate::layers::Layers;
use crate::path::Path;
use crate::producer::Producer;
use crate::registry::Key;
use crate::stream::Stream;

fn count(value: impl Into<u64>) -> Figure {
    Figure::Count(value.into())
}

impl Core {
    pub(crate) fn answer_stats(
        &mut self,
        now_us: u64,
        request: u64,
        transport: Option<u64>,
    ) -> Result<(), &'static str> {
        let figures = match transport {
            None => self.own_figures(now_us),
            Some(id) => {
                let key = self.transports.key(id).ok_or("there is no such object")?;
                self.transport_figures(now_us, key)
            }
        };
        self.tell(Event::Stats { request, figures });
        Ok(())
    }

    fn own_figures(&mut self, now_us: u64) -> Figures {
        let mut figures = vec![
            ("transports", count(self.transports.len() as u64)),
            ("producers", count(self.producers.len() as u64)),
            ("consumers", count(self.consumers.len() as u64)),
            ("packets_in", count(self.totals.packets_in)),
            ("bytes_in", count(self.totals.bytes_in)),
            ("packets_out", count(self.totals.packets_out)),
            ("bytes_out", count(self.totals.bytes_out)),
            ("datagrams_refused", count(self.outbox.refused)),
        ];
        figures.push(("drops", Figure::One(self.drops.figures())));
        figures.push(("taps", self.tap_figures()));
        figures.push(("legs", self.legs(now_us)));
        figures
    }

    /// Every transport in sum, so that one question tells how everybody is connected.
    fn legs(&mut self, now_us: u64) -> Figure {
        let keys: Vec<Key> = self.transports.keys().collect();
        Figure::List(
            keys.into_iter()
                .filter_map(|key| self.leg(now_us, key))
                .collect(),
        )
    }

    fn leg(&mut self, now_us: u64, key: Key) -> Option<Figures> {
        let id = self.transports.id(key)?;
        let transport = self.transports.get(key)?;
        let (packets_in, lost_in, jitter_in_us) = self.taken(&transport.producers);
        let jitter_out_us = self.jitter_given(&transport.consumers);
        let (reported_out, lost_out) = transport.reported;
        let is_lost = transport.ice.is_lost();
        let transport = self.transports.get_mut(key)?;
        Some(vec![
            ("transport", count(id)),
            ("is_lost", count(u64::from(is_lost))),
            ("packets_in", count(packets_in)),
            ("lost_in", count(lost_in)),
            ("jitter_in_us", count(jitter_in_us)),
            ("reported_out", count(reported_out)),
            ("lost_out", count(lost_out)),
            ("jitter_out_us", count(jitter_out_us)),
            ("rtt_us", count(transport.bandwidth.rtt_us)),
            (
                "bits_per_second_in",
                count(transport.received.bits_per_second(now_us)),
            ),
            (
                "bits_per_second_out",
                count(transport.sent.bits_per_second(now_us)),
            ),
            (
                "available_bits_per_second",
                count(transport.bandwidth.available_bps().unwrap_or(0)),
            ),
        ])
    }

    /// Packets that arrived, packets that did not, and the jitter of sound in µs.
    fn taken(&self, producers: &[Key]) -> (u64, u64, u64) {
        let (mut packets, mut lost, mut jitter_us) = (0, 0, 0);
        for producer in producers.iter().filter_map(|&key| self.producers.get(key)) {
            for stream in &producer.streams {
                packets += stream.reception.received();
                lost += stream.reception.lost();
                if producer.spec.kind == Kind::Audio {
                    jitter_us = jitter_us.max(microseconds(stream.reception.jitter(), producer));
                }
            }
        }
        (packets, lost, jitter_us)
    }

    /// The jitter of sound that subscribers reported, in µs.
    fn jitter_given(&self, consumers: &[Key]) -> u64 {
        consumers
            .iter()
            .filter_map(|&key| self.consumers.get(key))
            .filter(|consumer| consumer.kind == Kind::Audio)
            .filter_map(|consumer| {
                let producer = self.producers.get(consumer.producer)?;
                Some(microseconds(consumer.counters.jitter, producer))
            })
            .max()
            .unwrap_or(0)
    }

    fn transport_figures(&mut self, now_us: u64, key: Key) -> Figures {
        let Some(transport) = self.transports.get_mut(key) else {
            return Vec::new();
        };
        let mut figures = of_path(transport.ice.selected());
        figures.extend([
            ("bytes_in", count(transport.received.total_bytes)),
            ("bytes_out", count(transport.sent.total_bytes)),
            (
                "bits_per_second_in",
                count(transport.received.bits_per_second(now_us)),
            ),
            (
                "bits_per_second_out",
                count(transport.sent.bits_per_second(now_us)),
            ),
            (
                "rtt_ms",
                Figure::Real(transport.bandwidth.rtt_us as f64 / 1000.0),
            ),
            (
                "available_bits_per_second",
                count(transport.bandwidth.available_bps().unwrap_or(0)),
            ),
            (
                "estimate_bits_per_second",
                count(transport.bandwidth.estimate_bps()),
            ),
            ("loss", Figure::Real(transport.bandwidth.loss())),
            ("probes", count(transport.bandwidth.probes())),
        ]);
        let drops: Drops = transport.drops;
        let (producers, consumers) = (transport.producers.clone(), transport.consumers.clone());
        figures.push(("drops", Figure::One(drops.figures())));
        figures.push(("producers", self.producer_figures(now_us, &producers)));
        figures.push(("consumers", self.consumer_figures(now_us, &consumers)));
        figures
    }

    fn producer_figures(&mut self, now_us: u64, keys: &[Key]) -> Figure {
        let figures = keys.iter().filter_map(|&key| {
            let id = self.producers.id(key)?;
            Some(of_producer(id, now_us, self.producers.get_mut(key)?))
        });
        Figure::List(figures.collect())
    }

    fn consumer_figures(&mut self, now_us: u64, keys: &[Key]) -> Figure {
        let figures = keys.iter().filter_map(|&key| {
            let id = self.consumers.id(key)?;
            let producer = self.producers.id(self.consumers.get(key)?.producer)?;
            let consumer = self.consumers.get_mut(key)?;
            Some(of_consumer((id, producer), now_us, consumer))
        });
        Figure::List(figures.collect())
    }
}

fn of_path(path: Option<Path>) -> Figures {
    let (remote, protocol) = path.map_or_else(Default::default, |path| {
        (path.remote.to_string(), path.protocol.name().to_owned())
    });
    vec![
        ("remote", Figure::Text(remote)),
        ("protocol", Figure::Text(protocol)),
    ]
}

/// A duration in the units of a producer's clock.
fn microseconds(units: u32, producer: &Producer) -> u64 {
    u64::from(units) * 1_000_000 / u64::from(producer.spec.clock_rate.max(1))
}

fn of_producer(id: u64, now_us: u64, producer: &mut Producer) -> Figures {
    let streams = producer.streams.iter_mut();
    vec![
        ("producer", count(id)),
        (
            "streams",
            Figure::List(streams.map(|stream| of_stream(now_us, stream)).collect()),
        ),
    ]
}

fn of_stream(now_us: u64, stream: &mut Stream) -> Figures {
    vec![
        ("ssrc", count(stream.encoding.ssrc.unwrap_or(0))),
        (
            "rid",
            Figure::Text(stream.encoding.rid.clone().unwrap_or_default()),
        ),
        ("packets", count(stream.reception.received())),
        ("bytes", count(stream.total_bytes())),
        (
            "bits_per_second",
            count(stream.bits_per_second(now_us, Layers::ALL)),
        ),
        ("lost", count(stream.reception.lost())),
        ("jitter", count(stream.reception.jitter())),
        ("duplicates", count(stream.duplicates)),
        ("retransmitted", count(stream.retransmitted)),
        ("nacks", count(stream.nack.asked)),
        ("recovered", count(stream.nack.recovered)),
        ("plis", count(stream.keyframes.asked)),
        ("key_frames", count(stream.keyframes.arrived)),
    ]
}

fn of_consumer((id, producer): (u64, u64), now_us: u64, consumer: &mut Consumer) -> Figures {
    let counters = consumer.counters;
    vec![
        ("consumer", count(id)),
        ("producer", count(producer)),
        ("packets", count(counters.packets)),
        ("octets", count(counters.octets)),
        (
            "bits_per_second",
            count(consumer.rate.bits_per_second(now_us)),
        ),
        ("repaired", count(counters.repaired)),
        ("padded", count(counters.padded)),
        ("nacked", count(counters.nacked)),
        ("key_requests", count(counters.key_requests)),
        (
            "fraction_lost",
            Figure::Real(f64::from(counters.fraction_lost) / 256.0),
        ),
        ("lost", count(counters.lost.max(0) as u64)),
        ("jitter", count(counters.jitter)),
    ]
}
