//! Reads Python's producer and consumer specifications, by attribute, into the core's; refuses values
//! the core has no word for.

use forward::command::{Codec, ConsumerSpec, Encoding, Kind, ProducerSpec};
use forward::extensions::ExtensionMap;
use forward::srtp::Profile;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

#[derive(FromPyObject)]
struct PyEncoding {
    ssrc: Option<u32>,
    rtx_ssrc: Option<u32>,
    rid: Option<String>,
    spatial_layers: u8,
    temporal_layers: u8,
}

/// A producer as Python describes it.
#[derive(FromPyObject)]
#[allow(clippy::struct_excessive_bools, reason = "the signalling's own flags")]
pub(crate) struct PyProducerSpec {
    kind: String,
    codec: String,
    clock_rate: u32,
    payload_type: u8,
    rtx_payload_type: Option<u8>,
    mid: String,
    encodings: Vec<PyEncoding>,
    extensions: Vec<(String, u8)>,
    has_nack: bool,
    has_pli: bool,
    has_transport_cc: bool,
    has_remb: bool,
}

/// A consumer as Python describes it.
#[derive(FromPyObject)]
pub(crate) struct PyConsumerSpec {
    payload_type: u8,
    rtx_payload_type: Option<u8>,
    ssrc: u32,
    rtx_ssrc: Option<u32>,
    mid: String,
    cname: String,
    extensions: Vec<(String, u8)>,
    has_nack: bool,
    has_pli: bool,
    is_paused: bool,
}

impl From<PyEncoding> for Encoding {
    fn from(encoding: PyEncoding) -> Self {
        Self {
            ssrc: encoding.ssrc,
            rtx_ssrc: encoding.rtx_ssrc,
            rid: encoding.rid,
            spatial_layers: encoding.spatial_layers.max(1),
            temporal_layers: encoding.temporal_layers.max(1),
        }
    }
}

fn extensions(pairs: &[(String, u8)]) -> ExtensionMap {
    ExtensionMap::from_names(pairs.iter().map(|(name, id)| (name.as_str(), *id)))
}

fn refuse(what: &str, value: &str) -> PyErr {
    PyValueError::new_err(format!("{what} cannot be {value:?}"))
}

fn kind(name: &str) -> PyResult<Kind> {
    match name {
        "audio" => Ok(Kind::Audio),
        "video" => Ok(Kind::Video),
        other => Err(refuse("kind", other)),
    }
}

fn codec(name: &str) -> PyResult<Codec> {
    match name {
        "opus" => Ok(Codec::Opus),
        "vp8" => Ok(Codec::Vp8),
        "h264" => Ok(Codec::H264),
        "vp9" => Ok(Codec::Vp9),
        "av1" => Ok(Codec::Av1),
        "other" => Ok(Codec::Other),
        other => Err(refuse("codec", other)),
    }
}

/// The protection profile of that name.
pub(crate) fn profile(name: &str) -> PyResult<Profile> {
    match name {
        "aead_aes_128_gcm" => Ok(Profile::Aes128Gcm),
        "aead_aes_256_gcm" => Ok(Profile::Aes256Gcm),
        "aes128_cm_sha1_80" => Ok(Profile::Aes128CmSha1_80),
        other => Err(refuse("profile", other)),
    }
}

impl TryFrom<PyProducerSpec> for ProducerSpec {
    type Error = PyErr;

    fn try_from(spec: PyProducerSpec) -> PyResult<Self> {
        if spec.clock_rate == 0 {
            return Err(PyValueError::new_err("clock_rate cannot be 0"));
        }
        Ok(Self {
            kind: kind(&spec.kind)?,
            codec: codec(&spec.codec)?,
            clock_rate: spec.clock_rate,
            payload_type: spec.payload_type,
            rtx_payload_type: spec.rtx_payload_type,
            mid: spec.mid,
            encodings: spec.encodings.into_iter().map(Encoding::from).collect(),
            extensions: extensions(&spec.extensions),
            has_nack: spec.has_nack,
            has_pli: spec.has_pli,
            has_transport_cc: spec.has_transport_cc,
            has_remb: spec.has_remb,
        })
    }
}

impl From<PyConsumerSpec> for ConsumerSpec {
    fn from(spec: PyConsumerSpec) -> Self {
        Self {
            payload_type: spec.payload_type,
            rtx_payload_type: spec.rtx_payload_type,
            ssrc: spec.ssrc,
            rtx_ssrc: spec.rtx_ssrc,
            mid: spec.mid,
            cname: spec.cname,
            extensions: extensions(&spec.extensions),
            has_nack: spec.has_nack,
            has_pli: spec.has_pli,
            is_paused: spec.is_paused,
        }
    }
}
