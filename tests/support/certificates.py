"""A certificate authority of our own, for tests of TLS."""

from __future__ import annotations

import base64
import datetime
import hashlib
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFETIME = datetime.timedelta(days=2)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_named(subject))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - LIFETIME)
        .not_valid_after(now + LIFETIME)
    )


@dataclass(frozen=True)
class Issued:
    """A certificate and its key as files."""

    certificate: Path
    key: Path

    @property
    def spki(self) -> str:
        """The hash of its public key, as Chromium's flag wants it."""
        read = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        public = read.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(hashlib.sha256(public).digest()).decode()

    @property
    def serial(self) -> int:
        return x509.load_pem_x509_certificate(self.certificate.read_bytes()).serial_number


class Authority:
    """Issues certificates for one name and loopback."""

    NAME = "Ithaca's tests"

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._own = (
            _builder(self.NAME, self.NAME, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def trusting(self) -> ssl.SSLContext:
        """A client's context that trusts this authority and nobody else."""
        own = self._own.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=own)

    def issue(self, name: str, folder: Path) -> Issued:
        """Writes `name.crt` (with the authority's) and `name.key` into a folder."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName(
            [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        )
        signed = (
            _builder(name, self.NAME, key)
            .add_extension(names, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        issued = Issued(folder / f"{name}.crt", folder / f"{name}.key")
        folder.mkdir(parents=True, exist_ok=True)
        issued.key.write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        issued.certificate.write_bytes(signed.public_bytes(pem) + self._own.public_bytes(pem))
        return issued
