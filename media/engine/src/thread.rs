//! The media thread: waits, drains sockets and commands into the core, and sends what comes out.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use forward::Core;

use crate::pace::{Pace, TICK};
use crate::sender::Sender;
use crate::shared::Shared;
use crate::socket::{Inbox, Socket};
use crate::streams::{FIRST_TOKEN, Streams};
use crate::sys::Poller;

/// Marks the bell among the sockets' indices.
const COMMANDS: u64 = u64::MAX;
/// How soon to try again when a socket was full.
const RETRY: Duration = Duration::from_millis(1);

/// Everything the thread owns.
pub(crate) struct MediaThread {
    shared: Arc<Shared>,
    core: Core,
    sender: Sender,
    inbox: Inbox,
    poller: Poller,
    /// Listeners and connections that the poller reported.
    ready_streams: Vec<u64>,
    started: Instant,
    deadline_us: Option<u64>,
    is_behind: bool,
    pace: Pace,
}

impl MediaThread {
    pub(crate) fn new(
        shared: Arc<Shared>,
        (sockets, listeners): (Vec<Socket>, Vec<TcpListener>),
        use_gso: bool,
    ) -> io::Result<Self> {
        let poller = Poller::new()?;
        poller.watch(&shared.commands_bell, COMMANDS)?;
        for (index, socket) in sockets.iter().enumerate() {
            poller.watch(socket, index as u64)?;
        }
        let streams = Streams::new(listeners, &poller)?;
        let sender = Sender::new(sockets, streams, use_gso);
        shared.has_gso.store(sender.has_gso, Ordering::Relaxed);
        let unix = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Ok(Self {
            shared,
            core: Core::new(unix.as_micros() as u64),
            sender,
            inbox: Inbox::new(),
            poller,
            ready_streams: Vec::new(),
            started: Instant::now(),
            deadline_us: None,
            is_behind: false,
            pace: Pace::default(),
        })
    }

    /// Runs until the worker closes.
    pub(crate) fn run(&mut self) {
        while !self.shared.is_closing() {
            self.turn();
        }
        assert!(!self.shared.is_drill(), "a drill was ordered");
    }

    fn now_us(&self) -> u64 {
        self.started.elapsed().as_micros() as u64
    }

    fn turn(&mut self) {
        let ready: [bool; 17] = self.wait();
        if ready[16] {
            self.take_commands();
        }
        let gathers = ready[..16].contains(&true)
            && self.pace.should_gather(self.now_us(), self.sender.given);
        if gathers {
            std::thread::sleep(TICK);
        }
        let mut found = 0;
        for index in 0..self.sender.sockets.len() {
            if ready[index.min(15)] {
                found += self.receive(index);
            }
        }
        if gathers {
            self.pace.note_gathered(found);
        }
        let now_us = self.now_us();
        while let Some(token) = self.ready_streams.pop() {
            let streams = &mut self.sender.streams;
            streams.serve(now_us, token, &self.poller, &mut self.core);
        }
        let is_due = self.deadline_us.is_none_or(|deadline| now_us >= deadline);
        if is_due || self.core.is_hurried() {
            self.deadline_us = self.core.handle_timeout(now_us);
        }
        self.is_behind = !self.sender.catch_up();
        self.core.flush(now_us, &mut self.sender);
        let streams = &mut self.sender.streams;
        streams.tidy(now_us, &self.poller, &mut self.core);
        self.publish();
    }

    /// Which sockets are ready; the last place is for commands.
    fn wait(&mut self) -> [bool; 17] {
        let now_us = self.now_us();
        let deadlines = [
            self.deadline_us,
            self.core.flush_us(),
            self.sender.streams.deadline_us(),
        ];
        let until_deadline = deadlines
            .into_iter()
            .flatten()
            .min()
            .map(|deadline| Duration::from_micros(deadline.saturating_sub(now_us)));
        let timeout = if self.is_behind {
            Some(RETRY)
        } else {
            until_deadline
        };
        let mut ready = [false; 17];
        for token in self.poller.wait(timeout) {
            if token >= FIRST_TOKEN && token != COMMANDS {
                self.ready_streams.push(token);
            } else {
                ready[token.min(16) as usize] = true;
            }
        }
        ready
    }

    fn take_commands(&mut self) {
        let now_us = self.now_us();
        for command in self.shared.take_commands() {
            self.core.handle_command(now_us, command);
        }
    }

    /// Takes what waits at one socket; how many datagrams that was.
    fn receive(&mut self, index: usize) -> usize {
        let socket = &self.sender.sockets[index];
        let count = self.inbox.receive(socket);
        let now_us = self.now_us();
        let core = &mut self.core;
        self.inbox
            .for_each(index as u32, socket.is_wildcard(), |path, datagram| {
                core.handle_datagram(now_us, path, datagram);
            });
        count
    }

    fn publish(&mut self) {
        if self.core.has_tapped() {
            self.hand_over_tapped();
        }
        if self.core.has_events() {
            self.shared.push_events(self.core.take_events());
        }
        self.shared
            .has_gso
            .store(self.sender.has_gso, Ordering::Relaxed);
    }
    fn hand_over_tapped(&mut self) {
        let mut waiting = self.shared.tapped.waiting();
        if waiting.is_empty() {
            self.shared.tap_bell.ring();
        }
        self.core
            .drain_tapped(|tap, unix_us, packet| waiting.push(tap, unix_us, packet));
    }
}
