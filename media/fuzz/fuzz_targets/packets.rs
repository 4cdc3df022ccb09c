//! Runs every parser over one datagram, as it would come from the network and as it would look decrypted.
#![no_main]

use forward::av1::DependencyReader;
use forward::rtcp::{self, Packet};
use forward::rtp::RtpHeader;
use forward::srtp::{Profile, SrtpInbound};
use forward::stun::BindingRequest;
use forward::twcc::{ArrivalRecorder, Feedback};
use forward::vp8::Vp8Descriptor;
use forward::vp9::Vp9Descriptor;
use forward::{av1, extensions, h264};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|datagram: &[u8]| {
    read_stun(datagram);
    read_srtp(datagram);
    read_rtp(datagram);
    read_rtcp(datagram);
    read_payload(datagram);
    read_feedback(datagram);
    record_arrivals(datagram);
});

fn read_stun(datagram: &[u8]) {
    if let Ok(request) = BindingRequest::parse(datagram) {
        let _ = request.verify("password");
        let _ = request.unknown_attributes();
    }
}

fn read_srtp(datagram: &[u8]) {
    for profile in [
        Profile::Aes128Gcm,
        Profile::Aes256Gcm,
        Profile::Aes128CmSha1_80,
    ] {
        let Ok(mut inbound) = SrtpInbound::new(profile, &vec![0; profile.master_len()]) else {
            continue;
        };
        if let Ok(header) = RtpHeader::parse(datagram) {
            let _ = inbound.unprotect_rtp(&mut datagram.to_vec(), &header);
        }
        let _ = inbound.unprotect_rtcp(&mut datagram.to_vec());
    }
}

fn read_rtp(datagram: &[u8]) {
    let Ok(header) = RtpHeader::parse(datagram) else {
        return;
    };
    let mut reader = DependencyReader::new();
    for element in header.elements(datagram) {
        let _ = extensions::read_text(element.data);
        let _ = extensions::read_transport_cc(element.data);
        let _ = extensions::read_abs_send_time(element.data);
        let _ = extensions::AudioLevel::read(element.data);
        let _ = extensions::VideoOrientation::read(element.data);
        let _ = extensions::PlayoutDelay::read(element.data);
        let _ = reader.read(element.data);
    }
    if let Ok(payload) = header.payload(datagram) {
        read_payload(payload);
    }
}

fn read_payload(payload: &[u8]) {
    let _ = h264::is_key_frame(payload);
    let _ = av1::is_key_frame(payload);
    let _ = DependencyReader::new().read(payload);
    if let Ok(descriptor) = Vp9Descriptor::parse(payload) {
        assert!(descriptor.len <= payload.len());
    }
    if let Ok(descriptor) = Vp8Descriptor::parse(payload) {
        let mut rewritten = payload.to_vec();
        descriptor.rewrite(&mut rewritten, 0x7FFF, 0xFF);
        assert_eq!(rewritten[descriptor.len..], payload[descriptor.len..]);
    }
}

fn read_rtcp(datagram: &[u8]) {
    for packet in rtcp::packets(datagram) {
        match packet {
            Packet::SenderReport(report) => drop(report.blocks().count()),
            Packet::ReceiverReport(report) => drop(report.blocks().count()),
            Packet::SourceDescription(names) => drop(names.cnames().count()),
            Packet::Bye(bye) => drop(bye.ssrcs().count()),
            Packet::Nack(nack) => drop(nack.sequences().count()),
            Packet::Fir(fir) => drop(fir.entries().count()),
            Packet::Remb(remb) => drop(remb.ssrcs().count()),
            Packet::TransportCc(_) | Packet::Pli(_) | Packet::Other { .. } => {}
        }
    }
}

fn read_feedback(body: &[u8]) {
    if let Ok(feedback) = Feedback::parse(body) {
        assert_eq!(
            feedback.arrivals().count(),
            usize::from(feedback.packet_count)
        );
    }
}

/// Takes the bytes as arrivals; every report written must be one that can be read.
fn record_arrivals(bytes: &[u8]) {
    let mut recorder = ArrivalRecorder::new();
    let mut now_us = 1 << 32;
    for arrival in bytes.chunks_exact(5) {
        let later = i32::from_be_bytes([arrival[2], arrival[3], arrival[4], 0]) >> 8;
        now_us = u64::saturating_add_signed(now_us, i64::from(later));
        recorder.record(u16::from_be_bytes([arrival[0], arrival[1]]), now_us);
    }
    let mut compound = Vec::new();
    let count = recorder.write_feedback(&mut compound, 1, 2);
    let read = rtcp::packets(&compound).filter(|packet| matches!(packet, Packet::TransportCc(_)));
    assert_eq!(read.count(), count);
}
