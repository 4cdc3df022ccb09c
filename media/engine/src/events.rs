//! Turns the core's events into the tuples that Python reads.

use forward::event::{Event, Figure, Figures};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyTuple};

/// The tuple for one event; its first field names it.
#[allow(clippy::too_many_lines, reason = "a few lines an event")]
pub(crate) fn to_tuple(py: Python<'_>, event: Event) -> PyResult<Bound<'_, PyTuple>> {
    match event {
        Event::IceConnected {
            transport,
            protocol,
            remote,
        } => {
            let remote = remote.to_string();
            ("ice_connected", transport, protocol.name(), remote).into_pyobject(py)
        }
        Event::IceMoved {
            transport,
            protocol,
            remote,
        } => {
            let remote = remote.to_string();
            ("ice_moved", transport, protocol.name(), remote).into_pyobject(py)
        }
        Event::IceLost { transport } => ("ice_lost", transport).into_pyobject(py),
        Event::Dtls { transport, data } => {
            ("dtls", transport, PyBytes::new(py, &data)).into_pyobject(py)
        }
        Event::Levels(levels) => ("levels", levels).into_pyobject(py),
        Event::Speaker { room, producer } => ("speaker", room, producer).into_pyobject(py),
        Event::LayersWanted {
            producer,
            spatial,
            temporal,
        } => ("layers_wanted", producer, spatial, temporal).into_pyobject(py),
        Event::Layers {
            consumer,
            spatial,
            temporal,
        } => ("layers", consumer, spatial, temporal).into_pyobject(py),
        Event::TapClock {
            tap,
            rtp_timestamp,
            unix_us,
        } => ("tap_clock", tap, rtp_timestamp, unix_us).into_pyobject(py),
        Event::TapEnded { tap } => ("tap_ended", tap).into_pyobject(py),
        Event::KeyFrameWanted { producer } => ("key_frame_wanted", producer).into_pyobject(py),
        Event::Suspended {
            consumer,
            is_suspended,
        } => ("suspended", consumer, is_suspended).into_pyobject(py),
        Event::Stats { request, figures } => {
            ("stats", request, to_dict(py, figures)?).into_pyobject(py)
        }
        Event::Error {
            command,
            id,
            message,
        } => ("error", command, id, message).into_pyobject(py),
    }
}

fn to_dict(py: Python<'_>, figures: Figures) -> PyResult<Bound<'_, PyDict>> {
    let dict = PyDict::new(py);
    for (name, figure) in figures {
        match figure {
            Figure::Count(value) => dict.set_item(name, value)?,
            Figure::Real(value) => dict.set_item(name, value)?,
            Figure::Text(value) => dict.set_item(name, value)?,
            Figure::One(value) => dict.set_item(name, to_dict(py, value)?)?,
            Figure::List(values) => dict.set_item(name, to_list(py, values)?)?,
        }
    }
    Ok(dict)
}

fn to_list(py: Python<'_>, values: Vec<Figures>) -> PyResult<Bound<'_, PyList>> {
    let list = PyList::empty(py);
    for value in values {
        list.append(to_dict(py, value)?)?;
    }
    Ok(list)
}
