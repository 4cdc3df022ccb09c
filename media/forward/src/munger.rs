//! Maps a source's ever-growing counter to a subscriber's so that what we leave out leaves no gap
//! and what the network lost does; refuses packets from before it remembers.

/// Changes of offset remembered for late packets. Temporal layers change it every other frame;
/// 64 changes at 30 frames/s are two seconds.
const SPANS: usize = 64;

#[derive(Clone, Copy, Debug, Default)]
struct Span {
    /// First input number this offset holds for.
    from: u64,
    /// Output minus input, wrapping.
    offset: u64,
}

/// The mapping of one stream.
#[derive(Clone, Debug)]
pub(crate) struct Munger {
    spans: [Span; SPANS],
    newest_span: usize,
    span_count: usize,
    last_in: u64,
    last_out: u64,
}

impl Munger {
    /// The first output number will be `first_out`.
    pub(crate) fn new(first_out: u64) -> Self {
        Self {
            spans: [Span::default(); SPANS],
            newest_span: 0,
            span_count: 0,
            last_in: 0,
            last_out: first_out.wrapping_sub(1),
        }
    }

    pub(crate) fn last_out(&self) -> u64 {
        self.last_out
    }

    /// The newest input considered.
    pub(crate) fn last_in(&self) -> u64 {
        self.last_in
    }

    /// From this input on, outputs follow the last one without a gap: a new source, or a resumed one.
    pub(crate) fn restart(&mut self, input: u64) {
        self.span_count = 0;
        self.last_in = input.wrapping_sub(1);
        self.open_span(input, self.last_out.wrapping_add(1).wrapping_sub(input));
    }

    /// The output number for an input that is forwarded; `None` if it is older than we remember.
    pub(crate) fn forward(&mut self, input: u64) -> Option<u64> {
        if input <= self.last_in {
            return self.recall(input);
        }
        let out = input.wrapping_add(self.spans[self.newest_span].offset);
        self.last_in = input;
        self.last_out = out;
        Some(out)
    }

    /// Leaves an input out; those lost before it keep their numbers.
    pub(crate) fn skip(&mut self, input: u64) {
        if input <= self.last_in {
            return;
        }
        let offset = self.spans[self.newest_span].offset;
        self.last_in = input;
        self.last_out = input.wrapping_add(offset).wrapping_sub(1);
        let newest = &mut self.spans[self.newest_span];
        if newest.from == input {
            // Left out right after another: one change of offset for both.
            newest.from = input + 1;
            newest.offset = offset.wrapping_sub(1);
        } else {
            self.open_span(input + 1, offset.wrapping_sub(1));
        }
    }

    /// The number a forwarded input got, or a lost one was left.
    pub(crate) fn recall(&self, input: u64) -> Option<u64> {
        (0..self.span_count)
            .map(|age| self.spans[(self.newest_span + SPANS - age) % SPANS])
            .find(|span| span.from <= input)
            .map(|span| input.wrapping_add(span.offset))
    }

    fn open_span(&mut self, from: u64, offset: u64) {
        let newest = self.spans[self.newest_span];
        if self.span_count == 0 || newest.from != from {
            self.newest_span = (self.newest_span + 1) % SPANS;
            self.span_count = (self.span_count + 1).min(SPANS);
        }
        self.spans[self.newest_span] = Span { from, offset };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started() -> Munger {
        let mut munger = Munger::new(500);
        munger.restart(100);
        munger
    }

    #[test]
    fn numbers_follow_the_source() {
        let mut munger = started();
        assert_eq!(munger.forward(100), Some(500));
        assert_eq!(munger.forward(101), Some(501));
    }

    #[test]
    fn what_is_left_out_leaves_no_gap() {
        let mut munger = started();
        munger.forward(100);
        munger.skip(101);
        munger.skip(102);
        assert_eq!(munger.forward(103), Some(501));
    }

    #[test]
    fn what_was_lost_leaves_a_gap_and_may_still_come() {
        let mut munger = started();
        munger.forward(100);
        munger.skip(101);
        assert_eq!(munger.forward(104), Some(503));
        assert_eq!(munger.forward(102), Some(501));
        assert_eq!(munger.forward(103), Some(502));
    }

    #[test]
    fn a_loss_before_a_packet_left_out_keeps_its_number() {
        let mut munger = started();
        munger.forward(100);
        munger.skip(102);
        assert_eq!(munger.forward(103), Some(502));
        assert_eq!(munger.forward(101), Some(501));
    }

    #[test]
    fn a_new_source_continues_without_a_gap() {
        let mut munger = started();
        munger.forward(100);
        munger.restart(9_000_000);
        assert_eq!(munger.forward(9_000_000), Some(501));
        assert_eq!(munger.forward(50), None);
    }

    #[test]
    fn several_packets_of_one_frame_share_its_number() {
        let mut munger = started();
        assert_eq!(munger.forward(100), Some(500));
        assert_eq!(munger.forward(100), Some(500));
        munger.skip(101);
        munger.skip(101);
        assert_eq!(munger.forward(102), Some(501));
    }

    #[test]
    fn what_is_older_than_the_memory_is_refused() {
        let mut munger = started();
        munger.forward(100);
        for input in 0..200 {
            munger.skip(102 + 2 * input);
            munger.forward(103 + 2 * input);
        }
        assert_eq!(munger.forward(101), None);
    }
}
