//! What Python and the media thread share: three queues, a bell for each and a few flags.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use forward::command::Command;
use forward::event::Event;

use crate::sys::Bell;
use crate::tapped::Tapped;

/// The meeting point of the two sides. Each queue is locked only to swap or append.
#[derive(Debug)]
pub(crate) struct Shared {
    commands: Mutex<Vec<Command>>,
    events: Mutex<Vec<Event>>,
    /// Rings when commands wait or the thread is to stop.
    pub(crate) commands_bell: Bell,
    /// Rings when events wait.
    pub(crate) events_bell: Bell,
    /// Rings when tapped packets wait.
    pub(crate) tap_bell: Bell,
    pub(crate) tapped: Tapped,
    is_closing: AtomicBool,
    pub(crate) has_gso: AtomicBool,
    pub(crate) has_died: AtomicBool,
    is_drill: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Neither side can panic while it only swaps a vector.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            commands: Mutex::new(Vec::new()),
            events: Mutex::new(Vec::new()),
            commands_bell: Bell::new()?,
            events_bell: Bell::new()?,
            tap_bell: Bell::new()?,
            tapped: Tapped::default(),
            is_closing: AtomicBool::new(false),
            has_gso: AtomicBool::new(false),
            has_died: AtomicBool::new(false),
            is_drill: AtomicBool::new(false),
        })
    }

    pub(crate) fn push_command(&self, command: Command) {
        let mut commands = lock(&self.commands);
        commands.push(command);
        if commands.len() == 1 {
            // Later ones are taken along.
            self.commands_bell.ring();
        }
    }

    pub(crate) fn take_commands(&self) -> Vec<Command> {
        self.commands_bell.hush();
        std::mem::take(&mut *lock(&self.commands))
    }

    pub(crate) fn push_events(&self, news: Vec<Event>) {
        let mut events = lock(&self.events);
        events.extend(news);
        self.events_bell.ring();
    }

    pub(crate) fn take_events(&self) -> Vec<Event> {
        self.events_bell.hush();
        std::mem::take(&mut *lock(&self.events))
    }

    pub(crate) fn close(&self) {
        self.is_closing.store(true, Ordering::Release);
        self.commands_bell.ring();
    }

    pub(crate) fn crash(&self) {
        self.is_drill.store(true, Ordering::Release);
        self.close();
    }

    pub(crate) fn is_drill(&self) -> bool {
        self.is_drill.load(Ordering::Acquire)
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::Acquire)
    }
}
