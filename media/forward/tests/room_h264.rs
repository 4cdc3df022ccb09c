//! H264 in three streams: switched where a key frame begins, in whatever packets it comes.

mod room;

use forward::command::{Codec, Command, Encoding, ProducerSpec};
use forward::rtp::RtpFields;
use room::{Room, rtp, simulcast, subscription};

const RIDS: [&str; 3] = ["q", "h", "f"];

fn producer() -> ProducerSpec {
    let layer = |rid: &&str| Encoding {
        rid: Some((*rid).into()),
        spatial_layers: 1,
        temporal_layers: 1,
        ..Encoding::default()
    };
    ProducerSpec {
        codec: Codec::H264,
        encodings: RIDS.iter().map(layer).collect(),
        ..simulcast()
    }
}

/// How a frame is cut into packets (RFC 6184, packetization mode 1).
#[derive(Clone, Copy, Debug)]
enum Form {
    /// Parameter sets in one packet, the slice in fragments.
    Aggregate,
    /// Each unit in a packet of its own.
    Single,
    Delta,
}

fn payloads(form: Form) -> Vec<Vec<u8>> {
    let aggregate = vec![0x78, 0, 3, 0x67, 0x42, 0xE0, 0, 2, 0x68, 0xCE];
    let fragments = [
        vec![0x7C, 0x85, 1],
        vec![0x7C, 0x05, 2],
        vec![0x7C, 0x45, 3],
    ];
    match form {
        Form::Aggregate => [vec![aggregate], fragments.to_vec()].concat(),
        Form::Single => vec![vec![0x67, 0x42], vec![0x68, 0xCE], vec![0x65, 0x88]],
        Form::Delta => vec![vec![0x7C, 0x81, 1], vec![0x7C, 0x41, 2]],
    }
}

struct Call {
    room: Room,
    sequences: [u16; 3],
    picture: u32,
    /// Of everything the viewer got.
    numbers: Vec<u16>,
}

impl Call {
    fn new() -> Self {
        let mut room = Room::with_peers(2);
        room.producer(1, 10, producer());
        room.consumer(2, 20, 10, subscription(2000));
        Self {
            room,
            sequences: [100, 200, 300],
            picture: 0,
            numbers: Vec::new(),
        }
    }

    /// One frame of each stream, in these forms; the payloads that the viewer got, and the markers.
    fn picture(&mut self, forms: [Form; 3]) -> Vec<(usize, Vec<u8>, bool)> {
        self.picture += 1;
        for (layer, form) in forms.into_iter().enumerate() {
            let mut payloads = payloads(form);
            let last = payloads.len() - 1;
            for (index, payload) in payloads.iter_mut().enumerate() {
                // Tells the layers apart.
                payload.extend_from_slice(&[0xFF, layer as u8]);
                let fields = RtpFields {
                    marker: index == last,
                    payload_type: 96,
                    sequence: self.sequences[layer],
                    timestamp: self.picture * 3000 + layer as u32 * 7,
                    ssrc: 5000 + layer as u32,
                };
                self.sequences[layer] += 1;
                let elements: [(u8, &[u8]); 2] = [(1, b"0"), (3, RIDS[layer].as_bytes())];
                self.room.send_quietly(1, &rtp(&fields, &elements, payload));
            }
        }
        self.room.pass(30);
        let got = self.room.peer(2).take_media(2000);
        self.numbers
            .extend(got.iter().map(room::Received::sequence));
        got.iter()
            .map(|packet| {
                let payload = packet.payload();
                let layer = usize::from(payload[payload.len() - 1]);
                (layer, payload.to_vec(), packet.header.marker)
            })
            .collect()
    }

    fn want(&mut self, spatial: u8) {
        self.room.run(Command::SetLayers {
            consumer: 20,
            spatial,
            temporal: 0,
        });
    }
}

const DELTAS: [Form; 3] = [Form::Delta; 3];

#[test]
fn a_stream_begins_with_the_parameter_sets_of_a_key_frame_in_any_form() {
    for form in [Form::Aggregate, Form::Single] {
        let mut call = Call::new();
        assert_eq!(call.picture(DELTAS), [], "{form:?}");
        let got = call.picture([form; 3]);
        let (layer, first, _) = &got[0];
        assert!(
            *layer < 3 && forward::h264::has_parameter_set(first),
            "{form:?}"
        );
        let best: Vec<_> = got.iter().filter(|(layer, ..)| *layer == 2).collect();
        assert_eq!(best.len(), payloads(form).len(), "the whole frame comes");
        assert!(call.picture(DELTAS).iter().all(|(layer, ..)| *layer == 2));
    }
}

#[test]
fn another_stream_is_taken_only_where_a_key_frame_of_it_begins() {
    let mut call = Call::new();
    call.picture([Form::Aggregate; 3]);
    for wanted in [0, 1, 2, 0] {
        let before = call.picture(DELTAS)[0].0;
        call.want(wanted);
        assert!(
            call.picture(DELTAS)
                .iter()
                .all(|(layer, ..)| *layer == before)
        );
        let mut forms = DELTAS;
        forms[usize::from(wanted)] = Form::Aggregate;
        let got = call.picture(forms);
        let taken: Vec<_> = got
            .iter()
            .filter(|(layer, ..)| *layer == usize::from(wanted))
            .collect();
        assert!(!taken.is_empty(), "{wanted} of {got:?}");
        assert!(forward::h264::has_parameter_set(&taken[0].1));
        assert_eq!(taken.len(), payloads(Form::Aggregate).len());
        let next = call.picture(DELTAS);
        assert!(next.iter().all(|(layer, ..)| *layer == usize::from(wanted)));
    }
}

#[test]
fn the_viewer_sees_one_stream_without_gaps_that_marks_the_end_of_each_picture() {
    let mut call = Call::new();
    call.picture([Form::Single; 3]);
    for round in 0..40_u8 {
        call.want(round % 3);
        let is_key = round % 4 == 0;
        let got = call.picture(if is_key { [Form::Aggregate; 3] } else { DELTAS });
        assert!(got.last().is_some_and(|(.., marker)| *marker));
    }
    let numbers = &call.numbers;
    assert!(numbers.len() > 80);
    for pair in numbers.windows(2) {
        assert_eq!(pair[1], pair[0].wrapping_add(1));
    }
}
