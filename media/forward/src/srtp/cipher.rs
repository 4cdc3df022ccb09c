//! The two transforms, AES-GCM and AES-CM with HMAC-SHA1, over one packet in place; knows no
//! streams, no replay and no rollover: the index is an argument.

#[cfg(test)]
mod vectors;

use aes::Aes128;
use aes::cipher::{InnerIvInit, KeyInit, StreamCipher, StreamCipherCoreWrapper};
use ctr::{CtrCore, flavors};
use hmac::{Hmac, Mac};
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sha1::Sha1;

use super::kdf::{Label, Master};
use super::{Profile, RTCP_HEADER_LEN, RTCP_INDEX_LEN, SrtpError};

const GCM_TAG_LEN: usize = 16;
const CM_TAG_LEN: usize = 10;
/// The bit that says an SRTCP packet is encrypted.
const ENCRYPTED: u32 = 0x8000_0000;

/// The expanded session keys of one direction, for RTP or for RTCP.
pub(super) enum Cipher {
    Gcm(Box<GcmCipher>),
    Cm(Box<CmCipher>),
}

impl Cipher {
    pub(super) fn for_rtp(profile: Profile, master: &Master<'_>) -> Result<Self, SrtpError> {
        Self::new(
            profile,
            master,
            [Label::RtpKey, Label::RtpSalt, Label::RtpAuth],
        )
    }

    pub(super) fn for_rtcp(profile: Profile, master: &Master<'_>) -> Result<Self, SrtpError> {
        Self::new(
            profile,
            master,
            [Label::RtcpKey, Label::RtcpSalt, Label::RtcpAuth],
        )
    }

    fn new(
        profile: Profile,
        master: &Master<'_>,
        [key, salt, auth]: [Label; 3],
    ) -> Result<Self, SrtpError> {
        Ok(match profile {
            Profile::Aes128Gcm => Self::Gcm(Box::new(GcmCipher {
                key: gcm_key(&AES_128_GCM, &master.derive::<16>(key)?)?,
                salt: master.derive(salt)?,
            })),
            Profile::Aes256Gcm => Self::Gcm(Box::new(GcmCipher {
                key: gcm_key(&AES_256_GCM, &master.derive::<32>(key)?)?,
                salt: master.derive(salt)?,
            })),
            Profile::Aes128CmSha1_80 => Self::Cm(Box::new(CmCipher {
                aes: Aes128::new(&master.derive::<16>(key)?.into()),
                salt: master.derive(salt)?,
                mac: Hmac::new_from_slice(&master.derive::<20>(auth)?)
                    .map_err(|_| SrtpError::KeyLength)?,
            })),
        })
    }

    pub(super) fn tag_len(&self) -> usize {
        match self {
            Self::Gcm(_) => GCM_TAG_LEN,
            Self::Cm(_) => CM_TAG_LEN,
        }
    }

    /// Encrypts after the header and writes the tag into the last bytes.
    pub(super) fn seal_rtp(
        &self,
        ssrc: u32,
        index: u64,
        packet: &mut [u8],
        header_len: usize,
    ) -> Result<(), SrtpError> {
        let body = body_len(packet.len(), header_len + self.tag_len())?;
        let (header, rest) = packet.split_at_mut(header_len);
        match self {
            Self::Gcm(gcm) => {
                let (plain, tag) = rest.split_at_mut(body);
                gcm.seal(gcm.rtp_nonce(ssrc, index), header, plain, tag)
            }
            Self::Cm(cm) => {
                cm.apply(ssrc, index, &mut rest[..body]);
                let tag = cm.tag(header, &rest[..body], (index >> 16) as u32);
                rest[body..].copy_from_slice(&tag);
                Ok(())
            }
        }
    }

    /// Checks the tag, decrypts after the header and returns the length without the tag.
    pub(super) fn open_rtp(
        &self,
        ssrc: u32,
        index: u64,
        packet: &mut [u8],
        header_len: usize,
    ) -> Result<usize, SrtpError> {
        let body = body_len(packet.len(), header_len + self.tag_len())?;
        let (header, rest) = packet.split_at_mut(header_len);
        match self {
            Self::Gcm(gcm) => gcm.open(gcm.rtp_nonce(ssrc, index), header, rest)?,
            Self::Cm(cm) => {
                let (encrypted, tag) = rest.split_at_mut(body);
                cm.verify(header, encrypted, (index >> 16) as u32, tag)?;
                cm.apply(ssrc, index, encrypted);
            }
        }
        Ok(header_len + body)
    }

    /// Encrypts after the first eight bytes and writes tag and index into the last bytes.
    pub(super) fn seal_rtcp(
        &self,
        ssrc: u32,
        index: u32,
        packet: &mut [u8],
    ) -> Result<(), SrtpError> {
        let overhead = self.tag_len() + RTCP_INDEX_LEN;
        let body = body_len(packet.len(), RTCP_HEADER_LEN + overhead)?;
        let word = index | ENCRYPTED;
        let (header, rest) = packet.split_at_mut(RTCP_HEADER_LEN);
        let (plain, trailer) = rest.split_at_mut(body);
        match self {
            Self::Gcm(gcm) => {
                let (tag, index_bytes) = trailer.split_at_mut(GCM_TAG_LEN);
                index_bytes.copy_from_slice(&word.to_be_bytes());
                let aad = rtcp_aad(header, word);
                gcm.seal(gcm.rtcp_nonce(ssrc, index), &aad, plain, tag)
            }
            Self::Cm(cm) => {
                cm.apply(ssrc, u64::from(index), plain);
                let (index_bytes, tag) = trailer.split_at_mut(RTCP_INDEX_LEN);
                index_bytes.copy_from_slice(&word.to_be_bytes());
                tag.copy_from_slice(&cm.tag(header, plain, word));
                Ok(())
            }
        }
    }

    /// The index an SRTCP packet claims.
    pub(super) fn rtcp_index(&self, packet: &[u8]) -> Result<u32, SrtpError> {
        let after = match self {
            Self::Gcm(_) => 0,
            Self::Cm(_) => CM_TAG_LEN,
        };
        let end = packet.len().saturating_sub(after);
        let word: &[u8; RTCP_INDEX_LEN] = packet[..end].last_chunk().ok_or(SrtpError::TooShort)?;
        let word = u32::from_be_bytes(*word);
        if word & ENCRYPTED == 0 {
            return Err(SrtpError::NotEncrypted);
        }
        Ok(word & !ENCRYPTED)
    }

    /// Checks the tag, decrypts after the first eight bytes and returns the plain length.
    pub(super) fn open_rtcp(
        &self,
        ssrc: u32,
        index: u32,
        packet: &mut [u8],
    ) -> Result<usize, SrtpError> {
        let overhead = self.tag_len() + RTCP_INDEX_LEN;
        let body = body_len(packet.len(), RTCP_HEADER_LEN + overhead)?;
        let word = index | ENCRYPTED;
        let (header, rest) = packet.split_at_mut(RTCP_HEADER_LEN);
        match self {
            Self::Gcm(gcm) => {
                let aad = rtcp_aad(header, word);
                let sealed = &mut rest[..body + GCM_TAG_LEN];
                gcm.open(gcm.rtcp_nonce(ssrc, index), &aad, sealed)?;
            }
            Self::Cm(cm) => {
                let (encrypted, trailer) = rest.split_at_mut(body);
                cm.verify(header, encrypted, word, &trailer[RTCP_INDEX_LEN..])?;
                cm.apply(ssrc, u64::from(index), encrypted);
            }
        }
        Ok(RTCP_HEADER_LEN + body)
    }
}

fn body_len(packet_len: usize, around: usize) -> Result<usize, SrtpError> {
    packet_len.checked_sub(around).ok_or(SrtpError::TooShort)
}

/// RFC 7714 §9.3: the clear header, then the E bit and index.
fn rtcp_aad(header: &[u8], word: u32) -> [u8; RTCP_HEADER_LEN + RTCP_INDEX_LEN] {
    let mut aad = [0; RTCP_HEADER_LEN + RTCP_INDEX_LEN];
    aad[..RTCP_HEADER_LEN].copy_from_slice(header);
    aad[RTCP_HEADER_LEN..].copy_from_slice(&word.to_be_bytes());
    aad
}

fn gcm_key(
    algorithm: &'static ring::aead::Algorithm,
    key: &[u8],
) -> Result<LessSafeKey, SrtpError> {
    UnboundKey::new(algorithm, key)
        .map(LessSafeKey::new)
        .map_err(|_| SrtpError::KeyLength)
}

pub(super) struct GcmCipher {
    key: LessSafeKey,
    salt: [u8; 12],
}

impl GcmCipher {
    /// RFC 7714 §8.1.
    fn rtp_nonce(&self, ssrc: u32, index: u64) -> Nonce {
        self.nonce(ssrc, index)
    }

    /// RFC 7714 §9.1: the index takes the place of the low bits.
    fn rtcp_nonce(&self, ssrc: u32, index: u32) -> Nonce {
        self.nonce(ssrc, u64::from(index))
    }

    fn nonce(&self, ssrc: u32, index: u64) -> Nonce {
        let mut nonce = [0; 12];
        nonce[2..6].copy_from_slice(&ssrc.to_be_bytes());
        nonce[6..].copy_from_slice(&index.to_be_bytes()[2..]);
        for (byte, salt) in nonce.iter_mut().zip(self.salt) {
            *byte ^= salt;
        }
        Nonce::assume_unique_for_key(nonce)
    }

    fn seal(
        &self,
        nonce: Nonce,
        aad: &[u8],
        plain: &mut [u8],
        tag: &mut [u8],
    ) -> Result<(), SrtpError> {
        let sealed = self
            .key
            .seal_in_place_separate_tag(nonce, Aad::from(aad), plain)
            .map_err(|_| SrtpError::TooShort)?;
        tag.copy_from_slice(sealed.as_ref());
        Ok(())
    }

    fn open(&self, nonce: Nonce, aad: &[u8], sealed: &mut [u8]) -> Result<(), SrtpError> {
        self.key
            .open_in_place(nonce, Aad::from(aad), sealed)
            .map(|_| ())
            .map_err(|_| SrtpError::Unauthentic)
    }
}

pub(super) struct CmCipher {
    aes: Aes128,
    salt: [u8; 14],
    mac: Hmac<Sha1>,
}

type Keystream<'a> = StreamCipherCoreWrapper<CtrCore<&'a Aes128, flavors::Ctr128BE>>;

impl CmCipher {
    /// Encrypts or decrypts (RFC 3711 §4.1.1).
    fn apply(&self, ssrc: u32, index: u64, body: &mut [u8]) {
        let mut iv = [0; 16];
        iv[4..8].copy_from_slice(&ssrc.to_be_bytes());
        iv[8..14].copy_from_slice(&index.to_be_bytes()[2..]);
        for (byte, salt) in iv.iter_mut().zip(self.salt) {
            *byte ^= salt;
        }
        let core = CtrCore::inner_iv_init(&self.aes, &iv.into());
        Keystream::from_core(core).apply_keystream(body);
    }

    fn mac(&self, header: &[u8], body: &[u8], suffix: u32) -> Hmac<Sha1> {
        self.mac
            .clone()
            .chain_update(header)
            .chain_update(body)
            .chain_update(suffix.to_be_bytes())
    }

    /// The authentication tag (RFC 3711 §4.2); the suffix is the rollover counter or the SRTCP index.
    fn tag(&self, header: &[u8], body: &[u8], suffix: u32) -> [u8; CM_TAG_LEN] {
        let full = self.mac(header, body, suffix).finalize().into_bytes();
        let mut tag = [0; CM_TAG_LEN];
        tag.copy_from_slice(&full[..CM_TAG_LEN]);
        tag
    }

    /// Compares in constant time.
    fn verify(&self, header: &[u8], body: &[u8], suffix: u32, tag: &[u8]) -> Result<(), SrtpError> {
        self.mac(header, body, suffix)
            .verify_truncated_left(tag)
            .map_err(|_| SrtpError::Unauthentic)
    }
}
