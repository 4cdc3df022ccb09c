//! Times the per-packet costs of forwarding on this machine: sealing, opening and rewriting.
//! Prints medians of several rounds; asserts nothing, because times depend on the machine.

use std::hint::black_box;
use std::time::Instant;

use forward::rtp::{self, ExtensionForm, RtpFields, RtpHeader, RtpWriter};
use forward::srtp::{Profile, SrtpInbound, SrtpOutbound};
use forward::vp8::Vp8Descriptor;

const ROUNDS: usize = 15;
const CALLS: u32 = 20_000;
const SIZES: [usize; 2] = [1150, 160];
const PROFILES: [Profile; 3] = [
    Profile::Aes128Gcm,
    Profile::Aes256Gcm,
    Profile::Aes128CmSha1_80,
];

/// Median time of one call in ns.
fn time(mut call: impl FnMut(u32)) -> f64 {
    let mut rounds: Vec<f64> = (0..ROUNDS as u32)
        .map(|round| {
            let start = Instant::now();
            for number in 0..CALLS {
                call(round * CALLS + number);
            }
            start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}

fn report(what: &str, ns: f64) {
    println!("{what:<44} {ns:>8.0} ns");
}

/// A packet with an extension block as we send it, filled up to `len`.
fn packet(len: usize) -> Vec<u8> {
    let fields = RtpFields {
        marker: false,
        payload_type: 96,
        sequence: 0,
        timestamp: 0,
        ssrc: 1,
    };
    let mut packet = vec![0x5A; len];
    let mut writer =
        RtpWriter::new(&mut packet, &fields, ExtensionForm::OneByte).expect("there is room");
    for (id, data) in [(1, &[b'0'][..]), (2, &[0; 2]), (3, &[0; 3])] {
        writer.element(id, data).expect("it fits");
    }
    let header_len = writer.finish().expect("there is room");
    // A VP8 descriptor with a long picture id, TL0 index and temporal layer.
    packet[header_len..header_len + 6].copy_from_slice(&[0x90, 0xE0, 0x80, 1, 0, 0x20]);
    packet
}

fn time_crypto(profile: Profile, len: usize) {
    let master = vec![1; profile.master_len()];
    let outbound = SrtpOutbound::new(profile, &master).expect("the length fits");
    let header = RtpHeader::parse(&packet(len)).expect("it is whole");
    let mut buf = packet(len);
    buf.resize(len + profile.tag_len(), 0);
    let seal = time(|number| {
        rtp::set_sequence(&mut buf, number as u16);
        let index = u64::from(number);
        black_box(outbound.protect_rtp_at(index, &mut buf, header.header_len)).expect("room");
    });
    report(&format!("seal {profile:?}, {len} B"), seal);

    let sealed: Vec<Vec<u8>> = (0..CALLS)
        .map(|number| {
            let mut buf = packet(len);
            buf.resize(len + profile.tag_len(), 0);
            rtp::set_sequence(&mut buf, number as u16);
            outbound
                .protect_rtp_at(u64::from(number), &mut buf, header.header_len)
                .expect("there is room");
            buf
        })
        .collect();
    let mut inbound = SrtpInbound::new(profile, &master).expect("the length fits");
    let open = time(|number| {
        if number % CALLS == 0 {
            inbound = SrtpInbound::new(profile, &master).expect("the length fits");
        }
        let from = &sealed[(number % CALLS) as usize];
        buf.copy_from_slice(from);
        let header = RtpHeader::parse(&buf).expect("it is whole");
        black_box(inbound.unprotect_rtp(&mut buf, &header)).expect("it is authentic");
    });
    report(&format!("parse, copy, open {profile:?}, {len} B"), open);
}

fn time_rewrite() {
    let original = packet(1150);
    let header = RtpHeader::parse(&original).expect("it is whole");
    let descriptor = Vp8Descriptor::parse(&original[header.header_len..]).expect("it is whole");
    let mut buf = original.clone();
    let rewrite = time(|number| {
        let fields = RtpFields {
            marker: true,
            payload_type: 96,
            sequence: number as u16,
            timestamp: number,
            ssrc: 2,
        };
        let mut writer =
            RtpWriter::new(&mut buf, &fields, ExtensionForm::OneByte).expect("there is room");
        let count = (number as u16).to_be_bytes();
        for (id, data) in [(4, &[b'1'][..]), (5, &count), (6, &[0; 3])] {
            writer.element(id, data).expect("it fits");
        }
        let header_len = writer.finish().expect("there is room");
        descriptor.rewrite(&mut buf[header_len..], number as u16, number as u8);
        black_box(&buf);
    });
    report("write header and VP8 descriptor", rewrite);
    let parse = time(|_| {
        let packet = black_box(&original[..]);
        let header = RtpHeader::parse(packet).expect("it is whole");
        let payload = header.payload(packet).expect("it is whole");
        black_box(header.elements(packet).count());
        black_box(Vp8Descriptor::parse(payload)).expect("it is whole");
    });
    report("parse header, elements and VP8 descriptor", parse);
}

fn main() {
    for profile in PROFILES {
        for len in SIZES {
            time_crypto(profile, len);
        }
    }
    time_rewrite();
}
