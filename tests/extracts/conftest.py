"""Fixtures of the tests of fetching: a local publisher, an inbox, a contract with addresses."""

from __future__ import annotations

import shutil
import ssl
from datetime import UTC, datetime, timedelta

import pytest

from extracts.fetching_server import NAME, QUICK, Publisher, state_downloads
from helpers.contracts.model import load_contract
from helpers.extracts.fetching import fetch_file
from helpers.extracts.snapshot import downloads_of


@pytest.fixture
def publisher():
    served = Publisher()
    yield served
    served.close()


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def contracts(project_root, tmp_path):
    """A folder with a copy of the ASCOF contract, and how to fill its `downloads`."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    path = folder / "ascof_timeseries.odcs.yaml"
    shutil.copy(project_root / "data_contracts" / path.name, path)

    def state(*downloads):
        state_downloads(path, *downloads)
        return load_contract(path)

    state()
    state.folder = folder
    return state


@pytest.fixture
def fetch(contracts, inbox, publisher, no_proxy):
    """Fetch the one file of a contract; the callback's figures are kept."""

    def call(address=None, limits=QUICK, **more):
        wanted = {"name": NAME, "address": address or publisher.address, "edition": "2024-25"}
        contract = contracts(wanted | {"bytes": None, "sha256": None} | more)
        call.seen = []
        (download,) = downloads_of(contract, inbox)
        return fetch_file(
            contract, download, inbox, lambda have, total: call.seen.append((have, total)), limits
        )

    return call


@pytest.fixture
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy", "ssl_cert_file"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def certified(tmp_path):
    """An https server with a certificate of the tests' own, and where that stands."""
    cryptography = pytest.importorskip("cryptography")
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    assert cryptography
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "invented for tests")])
    hosts = [x509.DNSName("localhost"), x509.DNSName("publisher.invalid")]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "invented.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    served = Publisher(context)
    served.pem = pem
    yield served
    served.close()
