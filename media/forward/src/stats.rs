//! Answers questions about the core or one transport with figures.

use crate::consumer::Consumer;
use crate::core::Core;
use crate::drops::Drops;
use crate::event::{Event, Figure, Figures};
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
            None => self.own_figures(),
            Some(id) => {
                let key = self.transports.key(id).ok_or("there is no such object")?;
                self.transport_figures(now_us, key)
            }
        };
        self.tell(Event::Stats { request, figures });
        Ok(())
    }

    fn own_figures(&mut self) -> Figures {
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
        figures
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
            count(stream.bits_per_second(now_us, u8::MAX)),
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
