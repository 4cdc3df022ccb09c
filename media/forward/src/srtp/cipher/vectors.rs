//! The transforms against RFC 7714 §16 and §17 and RFC 3711 appendix B.2, below key derivation.

use super::*;

/// RFC 7714 §16 and §17 share the first 16 or all 32 bytes of this session key.
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const RTP: &str = "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e697320646976\
    69736120696e207061727465732074726573";
const RTP_128: &str = "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd5\
    0d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce";
const RTP_256: &str = "8040f17b8041f8d35501a0b232b1de78a822fe12ef9f78fa332e33aab1801238\
    9a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13";
const RTCP: &str = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61\
    deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
const RTCP_128: &str = "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32d\
    c676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4";
const RTCP_256: &str = "81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50\
    a2eaa5c1110555be8415f658c61de0476f1b6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4";
/// RFC 7714 §17.3: authenticated, not encrypted.
const RTCP_TAG_ONLY: &str = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c75\
    6e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef841dd9683dd78ec92ae58790125f62b3000005d4";
const RTP_SSRC: u32 = 0x5501_A0B2;
const RTP_INDEX: u64 = 0xF17B;
const RTCP_SSRC: u32 = 0x4D61_7273;
const RTCP_INDEX: u32 = 0x5D4;

fn hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("two digits"))
        .collect()
}

fn gcm(algorithm: &'static ring::aead::Algorithm) -> Cipher {
    let key = hex(KEY);
    Cipher::Gcm(Box::new(GcmCipher {
        key: gcm_key(algorithm, &key[..algorithm.key_len()]).expect("the length fits"),
        salt: *b"Quid pro quo",
    }))
}

fn with_room(plain: &str, overhead: usize) -> Vec<u8> {
    let mut packet = hex(plain);
    packet.resize(packet.len() + overhead, 0);
    packet
}

fn check_rtp(cipher: &Cipher, expected: &str) {
    let mut packet = with_room(RTP, cipher.tag_len());
    cipher
        .seal_rtp(RTP_SSRC, RTP_INDEX, &mut packet, 12)
        .expect("there is room");
    assert_eq!(packet, hex(expected));
    let len = cipher
        .open_rtp(RTP_SSRC, RTP_INDEX, &mut packet, 12)
        .expect("it is authentic");
    assert_eq!(packet[..len], hex(RTP));
}

fn check_rtcp(cipher: &Cipher, expected: &str) {
    let mut packet = with_room(RTCP, cipher.tag_len() + RTCP_INDEX_LEN);
    cipher
        .seal_rtcp(RTCP_SSRC, RTCP_INDEX, &mut packet)
        .expect("there is room");
    assert_eq!(packet, hex(expected));
    assert_eq!(cipher.rtcp_index(&packet), Ok(RTCP_INDEX));
    let len = cipher
        .open_rtcp(RTCP_SSRC, RTCP_INDEX, &mut packet)
        .expect("it is authentic");
    assert_eq!(packet[..len], hex(RTCP));
}

#[test]
fn rtp_under_aes_128_gcm_is_that_of_rfc_7714() {
    check_rtp(&gcm(&AES_128_GCM), RTP_128);
}

#[test]
fn rtp_under_aes_256_gcm_is_that_of_rfc_7714() {
    check_rtp(&gcm(&AES_256_GCM), RTP_256);
}

#[test]
fn rtcp_under_aes_128_gcm_is_that_of_rfc_7714() {
    check_rtcp(&gcm(&AES_128_GCM), RTCP_128);
}

#[test]
fn rtcp_under_aes_256_gcm_is_that_of_rfc_7714() {
    check_rtcp(&gcm(&AES_256_GCM), RTCP_256);
}

#[test]
fn rtcp_that_is_only_authenticated_is_refused() {
    let refused = gcm(&AES_128_GCM).rtcp_index(&hex(RTCP_TAG_ONLY));
    assert_eq!(refused, Err(SrtpError::NotEncrypted));
}

#[test]
fn the_keystream_of_aes_cm_is_that_of_rfc_3711() {
    // Appendix B.2.
    let key: [u8; 16] = 0x2B7E_1516_28AE_D2A6_ABF7_1588_09CF_4F3C_u128.to_be_bytes();
    let cm = CmCipher {
        aes: Aes128::new(&key.into()),
        salt: std::array::from_fn(|at| 0xF0 + at as u8),
        mac: Hmac::new_from_slice(&[]).expect("any length fits"),
    };
    let mut stream = [0; 48];
    cm.apply(0, 0, &mut stream);
    let expected = "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab\
        41e95b3bb0a2e8dd477901e4fca894c0";
    assert_eq!(stream[..], hex(expected));
}
