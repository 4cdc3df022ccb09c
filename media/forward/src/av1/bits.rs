//! Reads bits from the most significant on; past the end it says so instead of reading.

/// The bytes ended inside a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End;

/// A cursor over the bits of a slice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Bits read so far.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) fn flag(&mut self) -> Result<bool, End> {
        let byte = self.bytes.get(self.at / 8).ok_or(End)?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        Ok(bit != 0)
    }

    /// An unsigned number of up to 32 bits.
    pub(super) fn take(&mut self, width: u32) -> Result<u32, End> {
        let mut value = 0;
        for _ in 0..width {
            value = value << 1 | u32::from(self.flag()?);
        }
        Ok(value)
    }

    /// A number below `count` in as few bits as possible (`ns(n)` of the AV1 specification §4.10.7).
    pub(super) fn below(&mut self, count: u32) -> Result<u32, End> {
        if count <= 1 {
            return Ok(0);
        }
        let width = u32::BITS - count.leading_zeros();
        let short = (1 << width) - count;
        let value = self.take(width - 1)?;
        if value < short {
            return Ok(value);
        }
        Ok((value << 1) - short + u32::from(self.flag()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_cross_bytes() {
        let mut bits = Bits::new(&[0b1010_1100, 0b0111_0000]);
        assert_eq!(bits.take(3), Ok(0b101));
        assert_eq!(bits.take(9), Ok(0b0_1100_0111));
        assert_eq!(bits.take(5), Err(End));
    }

    #[test]
    fn a_number_below_five_takes_two_or_three_bits() {
        let mut bits = Bits::new(&[0b0001_1011, 0b1000_0000]);
        let numbers = [(); 4].map(|()| bits.below(5));
        assert_eq!(numbers, [Ok(0), Ok(1), Ok(2), Ok(4)]);
        assert_eq!(Bits::new(&[]).below(1), Ok(0));
    }
}
