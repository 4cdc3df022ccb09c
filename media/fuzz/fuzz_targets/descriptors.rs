//! What codecs say in front of their payloads: the dependency descriptor, written from a structure of the
//! fuzzer's own and read back, and the descriptors of VP8, VP9, H264 and AV1, which end where they say.
#![no_main]

use forward::av1::{self, DependencyDescriptor, DependencyReader, Indication, TemplateStructure};
use forward::h264;
use forward::vp8::Vp8Descriptor;
use forward::vp9::Vp9Descriptor;
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

const INDICATIONS: [Indication; 4] = [
    Indication::NotPresent,
    Indication::Discardable,
    Indication::Switch,
    Indication::Required,
];

fuzz_target!(|bytes: &[u8]| {
    read_vp8(bytes);
    read_vp9(bytes);
    let _ = (h264::is_key_frame(bytes), av1::is_key_frame(bytes));
    assert!(h264::is_key_frame(bytes) || !h264::has_parameter_set(bytes));
    read_dependencies(bytes);
    let _ = write_dependencies(Unstructured::new(bytes));
});

/// The descriptor alone says the same as with a payload behind it, and a rewrite keeps to it.
fn read_vp8(payload: &[u8]) {
    let Ok(descriptor) = Vp8Descriptor::parse(payload) else {
        return;
    };
    assert!(descriptor.len <= payload.len());
    assert_eq!(
        Vp8Descriptor::parse(&payload[..descriptor.len]),
        Ok(descriptor)
    );
    let mut changed = payload.to_vec();
    descriptor.rewrite(&mut changed, 0x5AA5, 0x5A);
    assert_eq!(changed[descriptor.len..], payload[descriptor.len..]);
    let again = Vp8Descriptor::parse(&changed).expect("sizes are kept");
    let id = descriptor
        .picture_id
        .map(|id| if id.is_long { 0x5AA5 } else { 0x25 });
    assert_eq!(again.picture_id.map(|id| id.value), id);
    assert_eq!(
        again.tl0_picture_index,
        descriptor.tl0_picture_index.map(|_| 0x5A)
    );
    let back = descriptor.picture_id.map_or(0, |id| id.value);
    descriptor.rewrite(
        &mut changed,
        back,
        descriptor.tl0_picture_index.unwrap_or(0),
    );
    assert_eq!(changed, payload);
}

fn read_vp9(payload: &[u8]) {
    let Ok(descriptor) = Vp9Descriptor::parse(payload) else {
        return;
    };
    assert!(descriptor.len <= payload.len());
    assert_eq!(
        Vp9Descriptor::parse(&payload[..descriptor.len]),
        Ok(descriptor)
    );
    assert!(descriptor.spatial_layer() < 8 && descriptor.temporal_layer() < 8);
    assert!(!descriptor.is_key_frame() || !descriptor.is_inter_picture);
}

/// The bytes as two descriptors of one stream; what cannot be read changes nothing.
fn read_dependencies(bytes: &[u8]) {
    let mut reader = DependencyReader::new();
    let (first, second) = bytes.split_at(bytes.len() / 2);
    for data in [bytes, first, second, bytes] {
        let before = reader.structure().cloned();
        let result = reader.read(data);
        match (&result, reader.structure()) {
            (Ok(read), Some(structure)) => {
                assert_fits(read, structure);
                assert!(read.has_structure || before.as_ref() == Some(structure));
            }
            (result, after) => {
                assert!(result.is_err());
                assert_eq!(after, before.as_ref());
            }
        }
    }
}

/// Everything is inside what the structure announces, and the structure inside what the format allows.
fn assert_fits(read: &DependencyDescriptor, structure: &TemplateStructure) {
    assert!((1..=64).contains(&structure.templates.len()));
    assert!((1..=av1::MAX_DECODE_TARGETS).contains(&structure.decode_target_count));
    assert!(structure.chain_count <= structure.decode_target_count);
    assert!(structure.resolutions.len() <= 4);
    let chains = structure.chain_count.max(1);
    assert!(
        structure
            .protected_by
            .iter()
            .all(|chain| usize::from(*chain) < chains)
    );
    let template = structure
        .template(read.template_id)
        .expect("it was read by it");
    assert_eq!(
        (read.spatial, read.temporal),
        (template.spatial, template.temporal)
    );
    assert!(read.spatial <= structure.max_spatial() && structure.max_spatial() < 4);
    assert!(read.temporal <= structure.max_temporal() && structure.max_temporal() < 8);
    for target in structure.decode_target_count..40 {
        assert_eq!(read.indications.of(target), Indication::NotPresent);
    }
    if let Some(active) = read.active_decode_targets {
        assert_eq!(u64::from(active) >> structure.decode_target_count, 0);
    }
    for (spatial, temporal) in (0..4).flat_map(|s| (0..8).map(move |t| (s, t))) {
        if let Some(target) = structure.target_for(spatial, temporal) {
            let (s, t) = structure.target_layers[target];
            assert!(target < structure.decode_target_count && s <= spatial && t <= temporal);
        }
    }
}

/// Bits, most significant first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    count: usize,
}

impl Bits {
    fn put(&mut self, width: usize, value: usize) {
        for bit in (0..width).rev() {
            if self.count % 8 == 0 {
                self.bytes.push(0);
            }
            let last = self.bytes.last_mut().expect("one was pushed");
            *last |= ((value >> bit & 1) as u8) << (7 - self.count % 8);
            self.count += 1;
        }
    }

    /// `ns(n)` of the AV1 specification.
    fn put_below(&mut self, count: usize, value: usize) {
        if count <= 1 {
            return;
        }
        let width = count.ilog2() as usize + 1;
        let short = (1 << width) - count;
        if value < short {
            self.put(width - 1, value);
        } else {
            self.put(width, value + short);
        }
    }
}

/// A structure and one frame of it.
struct Model {
    offset: usize,
    targets: usize,
    chains: usize,
    layers: Vec<(u8, u8)>,
    indications: Vec<Vec<usize>>,
    protected_by: Vec<usize>,
    chain_diffs: Vec<Vec<usize>>,
    sizes: Option<Vec<(usize, usize)>>,
}

impl Model {
    fn make(input: &mut Unstructured) -> Result<Self> {
        let targets = input.int_in_range(1..=32)?;
        let chains = input.int_in_range(0..=targets)?;
        let mut layers = vec![(0_u8, 0_u8)];
        while layers.len() < 64 && input.ratio(7, 8_u8)? {
            let (spatial, temporal) = layers[layers.len() - 1];
            layers.push(match input.int_in_range(0..=2)? {
                1 if temporal < 7 => (spatial, temporal + 1),
                2 if spatial < 3 => (spatial + 1, 0),
                _ => (spatial, temporal),
            });
        }
        let count = layers.len();
        let highest = layers[count - 1].0;
        Ok(Self {
            offset: input.int_in_range(0..=63)?,
            targets,
            chains,
            layers,
            indications: table(input, count, targets, 3)?,
            protected_by: row(input, targets, chains.saturating_sub(1))?,
            chain_diffs: table(input, count, chains, 15)?,
            sizes: if input.arbitrary()? {
                let side = |input: &mut Unstructured| input.int_in_range(1..=65_536_usize);
                let sizes = (0..=highest).map(|_| Ok((side(input)?, side(input)?)));
                Some(sizes.collect::<Result<_>>()?)
            } else {
                None
            },
        })
    }

    fn write(&self, bits: &mut Bits) {
        bits.put(6, self.offset);
        bits.put(5, self.targets - 1);
        for (at, layer) in self.layers.iter().enumerate().skip(1) {
            let before = self.layers[at - 1];
            bits.put(
                2,
                match layer {
                    layer if *layer == before => 0,
                    (spatial, _) if *spatial == before.0 => 1,
                    _ => 2,
                },
            );
        }
        bits.put(2, 3);
        for indication in self.indications.iter().flatten() {
            bits.put(2, *indication);
        }
        // Each depends on one frame before.
        for _ in &self.layers {
            bits.put(6, 0b1_0000_0);
        }
        bits.put_below(self.targets + 1, self.chains);
        if self.chains > 0 {
            for chain in &self.protected_by {
                bits.put_below(self.chains, *chain);
            }
            for diff in self.chain_diffs.iter().flatten() {
                bits.put(4, *diff);
            }
        }
        bits.put(1, usize::from(self.sizes.is_some()));
        for (width, height) in self.sizes.iter().flatten() {
            bits.put(16, width - 1);
            bits.put(16, height - 1);
        }
    }

    fn assert_is(&self, read: &TemplateStructure) {
        assert_eq!(usize::from(read.template_id_offset), self.offset);
        assert_eq!(read.decode_target_count, self.targets);
        assert_eq!(read.chain_count, self.chains);
        let layers: Vec<_> = read
            .templates
            .iter()
            .map(|it| (it.spatial, it.temporal))
            .collect();
        assert_eq!(layers, self.layers);
        for (template, diffs) in read.templates.iter().zip(&self.chain_diffs) {
            let read = template.chain_diffs[..self.chains]
                .iter()
                .map(|diff| usize::from(*diff));
            assert!(read.eq(diffs.iter().copied()));
        }
        let protected = read.protected_by[..self.targets]
            .iter()
            .map(|it| usize::from(*it));
        assert!(protected.eq(self.protected_by.iter().copied()));
        let sizes = read
            .resolutions
            .iter()
            .map(|(w, h)| (*w as usize, *h as usize));
        assert!(sizes.eq(self.sizes.clone().unwrap_or_default()));
        for target in 0..self.targets {
            let present = |at: &usize| self.indications[*at][target] != 0;
            let layers = (0..self.layers.len())
                .filter(present)
                .map(|at| self.layers[at]);
            let highest = layers.fold((0, 0), |(s, t), layer| (layer.0.max(s), layer.1.max(t)));
            assert_eq!(read.target_layers[target], highest);
        }
    }
}

fn row(input: &mut Unstructured, width: usize, highest: usize) -> Result<Vec<usize>> {
    (0..width)
        .map(|_| input.int_in_range(0..=highest))
        .collect()
}

fn table(
    input: &mut Unstructured,
    rows: usize,
    width: usize,
    highest: usize,
) -> Result<Vec<Vec<usize>>> {
    (0..rows).map(|_| row(input, width, highest)).collect()
}

/// A key frame with a structure, then a frame that says everything for itself.
fn write_dependencies(mut input: Unstructured) -> Result<()> {
    let model = Model::make(&mut input)?;
    let at = input.choose_index(model.layers.len())?;
    let number: u16 = input.arbitrary()?;
    let active: u32 = input.arbitrary()?;
    let active = active as usize & ((1 << model.targets) - 1);
    let own = row(&mut input, model.targets, 3)?;
    let diffs = row(&mut input, model.chains, 255)?;
    let template = (model.offset + at) % 64;
    let mut reader = DependencyReader::new();

    let mut bits = head((true, false), template, number);
    bits.put(5, 0b10000);
    model.write(&mut bits);
    let read = reader.read(&bits.bytes).expect("it is well-formed");
    assert!(read.is_key_frame() && !read.ends_frame);
    assert_eq!(
        (usize::from(read.template_id), read.frame_number),
        (template, number)
    );
    assert_eq!((read.spatial, read.temporal), model.layers[at]);
    assert_eq!(
        read.active_decode_targets,
        Some(u32::MAX >> (32 - model.targets))
    );
    assert_indicates(&read, &model.indications[at]);
    model.assert_is(reader.structure().expect("it was announced"));
    // Cut anywhere in it, nothing is learnt.
    let cut = input.choose_index(bits.bytes.len())?;
    assert!(DependencyReader::new().read(&bits.bytes[..cut]).is_err());

    let mut bits = head((false, true), template, number.wrapping_add(1));
    bits.put(5, 0b01111);
    bits.put(model.targets, active);
    own.iter().for_each(|indication| bits.put(2, *indication));
    // Two frame diffs, of four and of eight bits.
    bits.put(2, 1);
    bits.put(4, 9);
    bits.put(2, 2);
    bits.put(8, 200);
    bits.put(2, 0);
    diffs.iter().for_each(|diff| bits.put(8, *diff));
    let read = reader.read(&bits.bytes).expect("it is well-formed");
    assert!(!read.starts_frame && read.ends_frame && !read.has_structure);
    assert_eq!(read.active_decode_targets, Some(active as u32));
    assert_indicates(&read, &own);
    assert!(
        read.chain_diffs
            .iter()
            .zip(&diffs)
            .all(|(read, diff)| usize::from(*read) == *diff)
    );
    model.assert_is(reader.structure().expect("it is kept"));
    Ok(())
}

fn head((starts, ends): (bool, bool), template: usize, number: u16) -> Bits {
    let mut bits = Bits::default();
    bits.put(1, usize::from(starts));
    bits.put(1, usize::from(ends));
    bits.put(6, template);
    bits.put(16, usize::from(number));
    bits
}

fn assert_indicates(read: &DependencyDescriptor, expected: &[usize]) {
    for (target, indication) in expected.iter().enumerate() {
        assert_eq!(read.indications.of(target), INDICATIONS[*indication]);
    }
}
