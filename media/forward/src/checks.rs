//! Answers ICE connectivity checks: STUN in, STUN out; believes nothing before MESSAGE-INTEGRITY holds.

use crate::core::Core;
use crate::drops::Drop;
use crate::event::Event;
use crate::ice::Change;
use crate::path::Path;
use crate::registry::Key;
use crate::stun::{BindingRequest, write_success, write_unknown_attributes};

impl Core {
    pub(crate) fn handle_check(&mut self, now_us: u64, path: &Path, datagram: &[u8]) {
        let Ok(request) = BindingRequest::parse(datagram) else {
            self.drops.count(Drop::StrangeCheck);
            return;
        };
        let Some(&key) = self.by_ufrag.get(request.local_ufrag) else {
            self.drops.count(Drop::StrangeCheck);
            return;
        };
        match self.verify(now_us, path, key, &request) {
            Ok(()) => self.accept_check(now_us, path, key, &request),
            Err(reason) => self.drops.count(reason),
        }
    }

    /// Is the sender the peer? Strangers are allowed only so many tries, known addresses any number.
    fn verify(
        &mut self,
        now_us: u64,
        path: &Path,
        key: Key,
        request: &BindingRequest,
    ) -> Result<(), Drop> {
        let is_known = self.by_address.get(&path.origin()) == Some(&key);
        let transport = self.transports.get_mut(key).ok_or(Drop::StrangeCheck)?;
        if !is_known && !transport.strange_checks.allows(now_us) {
            return Err(Drop::Limited);
        }
        let pwd = transport.ice.password(request.local_ufrag);
        if !pwd.is_some_and(|pwd| request.verify(pwd)) {
            return Err(Drop::ForgedCheck);
        }
        if !is_known && self.is_taken(now_us, path) {
            // The password is right and the sender's address a lie: it would cut off whose it is.
            return Err(Drop::ForgedCheck);
        }
        Ok(())
    }

    /// Does another peer hold this address?
    fn is_taken(&self, now_us: u64, path: &Path) -> bool {
        let owner = self.by_address.get(&path.origin());
        let owner = owner.and_then(|&owner| self.transports.get(owner));
        owner.is_some_and(|owner| owner.ice.holds(path, now_us))
    }

    fn accept_check(&mut self, now_us: u64, path: &Path, key: Key, request: &BindingRequest) {
        self.answer(path, key, request);
        if !request.unknown_attributes().is_empty() {
            return;
        }
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        if let Some(ufrag) = transport.ice.settle(request.local_ufrag) {
            self.by_ufrag.remove(&ufrag);
        }
        let before = transport.ice.selected();
        let (change, evicted) = transport.ice.checked(*path, request.use_candidate, now_us);
        let is_rerouted = transport.note_reroute(now_us, before);
        if let Some(evicted) = evicted {
            self.forget_address(&evicted, key);
        }
        self.by_address.insert(path.origin(), key);
        if is_rerouted {
            self.refresh_pictures(key);
        }
        self.tell_change(path, key, change);
    }

    fn answer(&mut self, path: &Path, key: Key, request: &BindingRequest) {
        let Some(transport) = self.transports.get(key) else {
            return;
        };
        let pwd = transport.ice.password(request.local_ufrag).unwrap_or("");
        let unknown = request.unknown_attributes();
        if unknown.is_empty() {
            write_success(&mut self.scratch, request.transaction, path.remote, pwd);
        } else {
            write_unknown_attributes(&mut self.scratch, request.transaction, unknown, pwd);
        }
        self.outbox.push(path, &self.scratch);
    }

    fn tell_change(&mut self, path: &Path, key: Key, change: Change) {
        let transport = self.transports.id(key).unwrap_or_default();
        let (protocol, remote) = path.origin();
        match change {
            Change::Nothing => {}
            Change::Connected => self.tell(Event::IceConnected {
                transport,
                protocol,
                remote,
            }),
            Change::Moved => self.tell(Event::IceMoved {
                transport,
                protocol,
                remote,
            }),
            Change::Lost => self.tell(Event::IceLost { transport }),
        }
    }

    /// Has this path carried a valid check, and is it still of use?
    #[must_use]
    pub fn knows(&self, path: &Path) -> bool {
        self.by_address.contains_key(&path.origin())
    }

    /// A connection has ended: what went over it takes another verified path, or waits for one.
    pub fn close_path(&mut self, now_us: u64, path: &Path) {
        let Some(key) = self.by_address.remove(&path.origin()) else {
            return;
        };
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        let before = transport.ice.selected();
        let change = transport.ice.closed(path, now_us);
        let is_rerouted = transport.note_reroute(now_us, before);
        if is_rerouted {
            self.refresh_pictures(key);
        }
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        if let Some(selected) = transport.ice.selected() {
            self.tell_change(&selected, key, change);
        }
    }

    /// Forgets an address unless another transport has taken it over.
    pub(crate) fn forget_address(&mut self, path: &Path, key: Key) {
        if self.by_address.get(&path.origin()) == Some(&key) {
            self.by_address.remove(&path.origin());
        }
    }
}
