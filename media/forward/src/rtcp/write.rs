//! Appends RTCP packets to a compound; what does not fit one packet is split into several.

use super::{
    APPLICATION, BYE, FIR, MAX_COUNT, NACK, PAYLOAD_FEEDBACK, PLI, RECEIVER_REPORT, ReportBlock,
    SENDER_REPORT, SOURCE_DESCRIPTION, SenderInfo, TRANSPORT_FEEDBACK,
};

/// 18 bits of REMB mantissa.
const MAX_MANTISSA: u64 = 0x3_FFFF;

/// Writes a header whose length is filled in by [`finish`]; returns where the packet starts.
fn begin(buf: &mut Vec<u8>, format: u8, kind: u8) -> usize {
    let start = buf.len();
    buf.extend_from_slice(&[0x80 | format & 0x1F, kind, 0, 0]);
    start
}

fn finish(buf: &mut [u8], start: usize) {
    let words = ((buf.len() - start) / 4 - 1) as u16;
    buf[start + 2..start + 4].copy_from_slice(&words.to_be_bytes());
}

fn put_u32(buf: &mut Vec<u8>, value: u32) {
    buf.extend_from_slice(&value.to_be_bytes());
}

/// Appends a sender report; blocks beyond 31 follow in receiver reports of the same sender.
pub fn write_sender_report(buf: &mut Vec<u8>, info: &SenderInfo, blocks: &[ReportBlock]) {
    let (first, rest) = blocks.split_at(blocks.len().min(MAX_COUNT));
    let start = begin(buf, first.len() as u8, SENDER_REPORT);
    put_u32(buf, info.ssrc);
    buf.extend_from_slice(&info.ntp.to_be_bytes());
    put_u32(buf, info.rtp_timestamp);
    put_u32(buf, info.packet_count);
    put_u32(buf, info.octet_count);
    for block in first {
        block.write(buf);
    }
    finish(buf, start);
    if !rest.is_empty() {
        write_receiver_report(buf, info.ssrc, rest);
    }
}

/// Appends as many receiver reports as the blocks need; an empty one for no blocks.
pub fn write_receiver_report(buf: &mut Vec<u8>, ssrc: u32, blocks: &[ReportBlock]) {
    let mut rest = blocks;
    loop {
        let (first, others) = rest.split_at(rest.len().min(MAX_COUNT));
        let start = begin(buf, first.len() as u8, RECEIVER_REPORT);
        put_u32(buf, ssrc);
        for block in first {
            block.write(buf);
        }
        finish(buf, start);
        rest = others;
        if rest.is_empty() {
            return;
        }
    }
}

/// Appends the canonical name of a stream, cut to 255 bytes.
pub fn write_cname(buf: &mut Vec<u8>, ssrc: u32, cname: &str) {
    let name = &cname.as_bytes()[..cname.len().min(255)];
    let start = begin(buf, 1, SOURCE_DESCRIPTION);
    put_u32(buf, ssrc);
    buf.extend_from_slice(&[1, name.len() as u8]);
    buf.extend_from_slice(name);
    // At least one zero ends the items.
    let end = start + (buf.len() + 1 - start).next_multiple_of(4);
    buf.resize(end, 0);
    finish(buf, start);
}

/// Appends a request for missing packets, in sending order; nothing for none.
pub fn write_nack(buf: &mut Vec<u8>, sender: u32, media: u32, sequences: &[u16]) {
    if sequences.is_empty() {
        return;
    }
    let start = begin(buf, NACK, TRANSPORT_FEEDBACK);
    put_u32(buf, sender);
    put_u32(buf, media);
    let mut rest = sequences;
    while let Some((&first, others)) = rest.split_first() {
        let mut following = 0_u16;
        let mut taken = 0;
        for &sequence in others {
            let ahead = sequence.wrapping_sub(first);
            if !(1..=16).contains(&ahead) {
                break;
            }
            following |= 1 << (ahead - 1);
            taken += 1;
        }
        buf.extend_from_slice(&first.to_be_bytes());
        buf.extend_from_slice(&following.to_be_bytes());
        rest = &others[taken..];
    }
    finish(buf, start);
}

/// Appends a picture loss indication.
pub fn write_pli(buf: &mut Vec<u8>, sender: u32, media: u32) {
    let start = begin(buf, PLI, PAYLOAD_FEEDBACK);
    put_u32(buf, sender);
    put_u32(buf, media);
    finish(buf, start);
}

/// Appends a full intra request; `number` grows with every new request to this stream.
pub fn write_fir(buf: &mut Vec<u8>, sender: u32, media: u32, number: u8) {
    let start = begin(buf, FIR, PAYLOAD_FEEDBACK);
    put_u32(buf, sender);
    // RFC 5104 §4.3.1.2: the media source is in the entry.
    put_u32(buf, 0);
    put_u32(buf, media);
    buf.extend_from_slice(&[number, 0, 0, 0]);
    finish(buf, start);
}

/// Appends an estimate for up to 255 streams, rounded down to what 18 bits of mantissa can say.
pub fn write_remb(buf: &mut Vec<u8>, sender: u32, bitrate_bps: u64, ssrcs: &[u32]) {
    let ssrcs = &ssrcs[..ssrcs.len().min(255)];
    let significant = u64::BITS - bitrate_bps.leading_zeros();
    let exponent = significant.saturating_sub(MAX_MANTISSA.count_ones());
    let mantissa = (bitrate_bps >> exponent) as u32;
    let start = begin(buf, APPLICATION, PAYLOAD_FEEDBACK);
    put_u32(buf, sender);
    put_u32(buf, 0);
    buf.extend_from_slice(b"REMB");
    put_u32(buf, (ssrcs.len() as u32) << 24 | exponent << 18 | mantissa);
    for &ssrc in ssrcs {
        put_u32(buf, ssrc);
    }
    finish(buf, start);
}

/// Appends goodbyes of as many streams as given, 31 a packet.
pub fn write_bye(buf: &mut Vec<u8>, ssrcs: &[u32]) {
    for group in ssrcs.chunks(MAX_COUNT) {
        let start = begin(buf, group.len() as u8, BYE);
        for &ssrc in group {
            put_u32(buf, ssrc);
        }
        finish(buf, start);
    }
}
