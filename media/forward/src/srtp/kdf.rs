//! Derives session keys from the master key and salt (RFC 3711 §4.3, RFC 7714 §11), with the
//! derivation rate fixed at zero: keys are derived once.

use aes::cipher::{KeyIvInit, StreamCipher};
use aes::{Aes128, Aes256};
use ctr::Ctr128BE;

use super::{Profile, SrtpError};

/// Which session key a derivation yields (RFC 3711 §4.3.1, §4.3.2).
#[derive(Clone, Copy)]
pub(super) enum Label {
    RtpKey = 0,
    RtpAuth = 1,
    RtpSalt = 2,
    RtcpKey = 3,
    RtcpAuth = 4,
    RtcpSalt = 5,
}

/// A master key with its salt, checked for length.
pub(super) struct Master<'a> {
    key: &'a [u8],
    /// RFC 7714 salts are shorter and padded with zeros.
    salt: [u8; 14],
}

impl<'a> Master<'a> {
    pub(super) fn new(profile: Profile, master: &'a [u8]) -> Result<Self, SrtpError> {
        if master.len() != profile.master_len() {
            return Err(SrtpError::KeyLength);
        }
        let (key, given) = master.split_at(profile.key_len());
        let mut salt = [0; 14];
        salt[..given.len()].copy_from_slice(given);
        Ok(Self { key, salt })
    }

    /// The first `N` bytes of the session key with this label.
    pub(super) fn derive<const N: usize>(&self, label: Label) -> Result<[u8; N], SrtpError> {
        let mut iv = [0; 16];
        iv[..14].copy_from_slice(&self.salt);
        // The label sits above the 48-bit index, which is zero.
        iv[7] ^= label as u8;
        let mut out = [0; N];
        if self.key.len() == 16 {
            keystream::<Ctr128BE<Aes128>>(self.key, &iv, &mut out)?;
        } else {
            keystream::<Ctr128BE<Aes256>>(self.key, &iv, &mut out)?;
        }
        Ok(out)
    }
}

fn keystream<C: KeyIvInit + StreamCipher>(
    key: &[u8],
    iv: &[u8; 16],
    out: &mut [u8],
) -> Result<(), SrtpError> {
    let mut cipher = C::new_from_slices(key, iv).map_err(|_| SrtpError::KeyLength)?;
    cipher.apply_keystream(out);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3711, appendix B.3.
    const KEY_AND_SALT: [u8; 30] = [
        0xE1, 0xF9, 0x7A, 0x0D, 0x3E, 0x01, 0x8B, 0xE0, 0xD6, 0x4F, 0xA3, 0x2C, 0x06, 0xDE, 0x41,
        0x39, 0x0E, 0xC6, 0x75, 0xAD, 0x49, 0x8A, 0xFE, 0xEB, 0xB6, 0x96, 0x0B, 0x3A, 0xAB, 0xE6,
    ];

    fn derive<const N: usize>(label: Label) -> [u8; N] {
        Master::new(Profile::Aes128CmSha1_80, &KEY_AND_SALT)
            .and_then(|master| master.derive(label))
            .expect("the length fits")
    }

    #[test]
    fn the_cipher_key_is_the_one_of_rfc_3711() {
        let expected = 0xC61E_7A93_744F_39EE_1073_4AFE_3FF7_A087_u128;
        assert_eq!(u128::from_be_bytes(derive(Label::RtpKey)), expected);
    }

    #[test]
    fn the_salt_is_the_one_of_rfc_3711() {
        let expected = [
            0x30, 0xCB, 0xBC, 0x08, 0x86, 0x3D, 0x8C, 0x85, 0xD4, 0x9D, 0xB3, 0x4A, 0x9A, 0xE1,
        ];
        assert_eq!(derive::<14>(Label::RtpSalt), expected);
    }

    #[test]
    fn the_authentication_key_is_the_one_of_rfc_3711() {
        let expected = [
            0xCE, 0xBE, 0x32, 0x1F, 0x6F, 0xF7, 0x71, 0x6B, 0x6F, 0xD4, 0xAB, 0x49, 0xAF, 0x25,
            0x6A, 0x15, 0x6D, 0x38, 0xBA, 0xA4,
        ];
        assert_eq!(derive::<20>(Label::RtpAuth), expected);
    }

    #[test]
    fn a_master_of_another_length_is_refused() {
        let refused = Master::new(Profile::Aes128Gcm, &KEY_AND_SALT);
        assert_eq!(refused.err(), Some(SrtpError::KeyLength));
    }
}
