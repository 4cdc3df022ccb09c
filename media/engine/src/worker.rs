//! The worker as Python sees it: commands are read and queued, events are taken in batches.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::os::fd::AsRawFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;

use forward::command::{Command, ConsumerSpec, ProducerSpec, SrtpKeys};
use pyo3::exceptions::{PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::events::to_tuple;
use crate::shared::Shared;
use crate::socket::Socket;
use crate::specs::{PyConsumerSpec, PyProducerSpec, profile};
use crate::streams::listen;
use crate::sys::thread_id;
use crate::thread::MediaThread;

/// Sockets the thread can tell apart.
const MAX_LISTEN: usize = 16;
/// A port that is free on one address may be taken on another.
const PORT_TRIES: usize = 16;

/// One I/O thread with one UDP port on each listen address.
#[pyclass(frozen, module = "ithaca_media")]
pub(crate) struct Worker {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
    port: u16,
    has_tcp: bool,
    thread_id: i32,
}

#[pymethods]
impl Worker {
    #[new]
    #[allow(
        clippy::needless_pass_by_value,
        reason = "what Python gives is extracted by value"
    )]
    #[pyo3(signature = (*, listen, port = 0, use_gso = true, tcp = true))]
    fn new(
        py: Python<'_>,
        listen: Vec<String>,
        port: u16,
        use_gso: bool,
        tcp: bool,
    ) -> PyResult<Self> {
        let ips = parse_addresses(&listen)?;
        py.detach(|| start(&ips, port, use_gso, tcp))
            .map_err(|error| PyOSError::new_err((error.raw_os_error(), error.to_string())))
    }

    #[getter]
    fn port(&self) -> u16 {
        self.port
    }

    #[getter]
    fn thread_id(&self) -> i32 {
        self.thread_id
    }

    #[getter]
    fn has_gso(&self) -> bool {
        self.shared.has_gso.load(Ordering::Relaxed)
    }

    #[getter]
    fn has_tcp(&self) -> bool {
        self.has_tcp
    }

    fn fileno(&self) -> i32 {
        self.shared.events_bell.as_raw_fd()
    }

    fn poll<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        let events = self.shared.take_events();
        if events.is_empty() && self.shared.has_died.swap(false, Ordering::AcqRel) {
            return Err(PyRuntimeError::new_err("the media thread has stopped"));
        }
        events
            .into_iter()
            .map(|event| to_tuple(py, event))
            .collect()
    }

    fn close(&self, py: Python<'_>) {
        py.detach(|| self.stop());
    }

    fn crash(&self) {
        self.shared.crash();
    }

    #[pyo3(signature = (transport, ufrag, pwd, room = 0))]
    fn open_transport(&self, transport: u64, ufrag: String, pwd: String, room: u64) {
        self.push(Command::OpenTransport {
            transport,
            ufrag,
            pwd,
            room,
        });
    }

    #[pyo3(signature = (room, count))]
    fn set_loudest(&self, room: u64, count: Option<usize>) {
        self.push(Command::SetLoudest { room, count });
    }

    fn restart_ice(&self, transport: u64, ufrag: String, pwd: String) {
        self.push(Command::RestartIce {
            transport,
            ufrag,
            pwd,
        });
    }

    fn send_dtls(&self, transport: u64, data: Vec<u8>) {
        self.push(Command::SendDtls { transport, data });
    }

    #[pyo3(signature = (transport, profile, inbound, outbound))]
    fn set_srtp(
        &self,
        transport: u64,
        #[pyo3(from_py_with = read_profile)] profile: forward::srtp::Profile,
        inbound: Vec<u8>,
        outbound: Vec<u8>,
    ) -> PyResult<()> {
        let len = profile.master_len();
        if inbound.len() != len || outbound.len() != len {
            let message = format!("master key and salt of this profile have {len} bytes");
            return Err(PyValueError::new_err(message));
        }
        let keys = SrtpKeys {
            profile,
            inbound,
            outbound,
        };
        self.push(Command::SetSrtp { transport, keys });
        Ok(())
    }

    #[pyo3(signature = (transport, bits_per_second))]
    fn set_max_bitrate(&self, transport: u64, bits_per_second: Option<u64>) {
        self.push(Command::SetMaxBitrate {
            transport,
            bits_per_second,
        });
    }

    fn close_transport(&self, transport: u64) {
        self.push(Command::CloseTransport { transport });
    }

    fn open_producer(&self, transport: u64, producer: u64, spec: PyProducerSpec) -> PyResult<()> {
        let spec = Box::new(ProducerSpec::try_from(spec)?);
        self.push(Command::OpenProducer {
            transport,
            producer,
            spec,
        });
        Ok(())
    }

    fn pause_producer(&self, producer: u64) {
        self.push(Command::PauseProducer { producer });
    }

    fn resume_producer(&self, producer: u64) {
        self.push(Command::ResumeProducer { producer });
    }

    fn close_producer(&self, producer: u64) {
        self.push(Command::CloseProducer { producer });
    }

    fn open_consumer(&self, transport: u64, consumer: u64, producer: u64, spec: PyConsumerSpec) {
        let spec = Box::new(ConsumerSpec::from(spec));
        self.push(Command::OpenConsumer {
            transport,
            consumer,
            producer,
            spec,
        });
    }

    fn pause_consumer(&self, consumer: u64) {
        self.push(Command::PauseConsumer { consumer });
    }

    fn resume_consumer(&self, consumer: u64) {
        self.push(Command::ResumeConsumer { consumer });
    }

    fn set_layers(&self, consumer: u64, spatial: i64, temporal: i64) {
        let clamp = |layer: i64| layer.clamp(0, 255) as u8;
        self.push(Command::SetLayers {
            consumer,
            spatial: clamp(spatial),
            temporal: clamp(temporal),
        });
    }

    fn set_priority(&self, consumer: u64, priority: i32) {
        self.push(Command::SetPriority { consumer, priority });
    }

    fn request_key_frame(&self, consumer: u64) {
        self.push(Command::RequestKeyFrame { consumer });
    }

    fn close_consumer(&self, consumer: u64) {
        self.push(Command::CloseConsumer { consumer });
    }

    fn open_tap(&self, tap: u64, producer: u64) {
        self.push(Command::OpenTap { tap, producer });
    }

    fn close_tap(&self, tap: u64) {
        self.push(Command::CloseTap { tap });
    }

    fn tap_fileno(&self) -> i32 {
        self.shared.tap_bell.as_raw_fd()
    }

    fn poll_taps<'py>(&self, py: Python<'py>) -> Vec<(u64, u64, Bound<'py, PyBytes>)> {
        self.shared.tap_bell.hush();
        self.shared.tapped.take(|batch| {
            let packets = batch.packets();
            packets
                .map(|(entry, packet)| (entry.tap, entry.unix_us, PyBytes::new(py, packet)))
                .collect()
        })
    }

    fn request_producer_key_frame(&self, producer: u64) {
        self.push(Command::RequestProducerKeyFrame { producer });
    }

    #[pyo3(signature = (producer, spec, room = 0))]
    fn open_source(&self, producer: u64, spec: PyProducerSpec, room: u64) -> PyResult<()> {
        let spec = Box::new(ProducerSpec::try_from(spec)?);
        self.push(Command::OpenSource {
            producer,
            spec,
            room,
        });
        Ok(())
    }

    fn inject(&self, producer: u64, packet: Vec<u8>) {
        self.push(Command::Inject { producer, packet });
    }

    #[pyo3(signature = (request, transport = None))]
    fn request_stats(&self, request: u64, transport: Option<u64>) {
        self.push(Command::RequestStats { request, transport });
    }
}

impl Worker {
    fn push(&self, command: Command) {
        if !self.shared.is_closing() {
            self.shared.push_command(command);
        }
    }

    fn stop(&self) {
        self.shared.close();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            // A panic was caught inside and has been reported.
            let _ = thread.join();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
    }
}

fn read_profile(name: &Bound<'_, PyAny>) -> PyResult<forward::srtp::Profile> {
    profile(&name.extract::<String>()?)
}

fn parse_addresses(listen: &[String]) -> PyResult<Vec<IpAddr>> {
    if !(1..=MAX_LISTEN).contains(&listen.len()) {
        let message = format!("listen needs 1 to {MAX_LISTEN} addresses");
        return Err(PyValueError::new_err(message));
    }
    listen
        .iter()
        .map(|text| {
            text.parse()
                .map_err(|_| PyValueError::new_err(format!("{text:?} is not an IP address")))
        })
        .collect()
}

fn start(ips: &[IpAddr], port: u16, use_gso: bool, has_tcp: bool) -> io::Result<Worker> {
    let (sockets, port) = bind(ips, port, has_tcp)?;
    let shared = Arc::new(Shared::new()?);
    let mut media = MediaThread::new(Arc::clone(&shared), sockets, use_gso)?;
    let (tell, told) = mpsc::channel();
    let theirs = Arc::clone(&shared);
    let thread = std::thread::Builder::new()
        .name("media".into())
        .spawn(move || {
            let _ = tell.send(thread_id());
            if catch_unwind(AssertUnwindSafe(|| media.run())).is_err() {
                theirs.has_died.store(true, Ordering::Release);
                theirs.events_bell.ring();
            }
        })?;
    Ok(Worker {
        shared,
        thread: Mutex::new(Some(thread)),
        port,
        has_tcp,
        thread_id: told.recv().unwrap_or_default(),
    })
}

/// UDP sockets and TCP listeners.
type Listening = (Vec<Socket>, Vec<TcpListener>);

/// Binds the same port on every address; when any port will do, tries several.
fn bind(ips: &[IpAddr], port: u16, has_tcp: bool) -> io::Result<(Listening, u16)> {
    let mut result = bind_once(ips, port, has_tcp);
    for _ in 1..PORT_TRIES {
        let is_taken = result
            .as_ref()
            .is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse);
        if port != 0 || !is_taken {
            break;
        }
        result = bind_once(ips, port, has_tcp);
    }
    result
}

fn bind_once(ips: &[IpAddr], port: u16, has_tcp: bool) -> io::Result<(Listening, u16)> {
    let mut port = port;
    let (mut sockets, mut listeners) = (Vec::new(), Vec::new());
    for &ip in ips {
        let socket = Socket::bind(SocketAddr::new(ip, port))?;
        port = socket.port()?;
        sockets.push(socket);
        if has_tcp {
            listeners.push(listen(SocketAddr::new(ip, port))?);
        }
    }
    Ok(((sockets, listeners), port))
}
