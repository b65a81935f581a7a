"""Servers that are slow, silent, elsewhere, behind a proxy, of doubtful name, or not there."""

from __future__ import annotations

import select
import socket
import time

import pytest

from extracts.fetching_server import (
    BODY,
    IMPATIENT,
    SHA256,
    all_of,
    answers,
    closed_port,
    failure,
    kept,
    refuses,
)
from helpers.extracts.fetching import Limits
from helpers.extracts.transport import TransportFault, redirected


def test_a_slow_server_is_waited_for_as_long_as_bytes_come(fetch, publisher):
    publisher.will(answers(bit=len(BODY) // 12, wait=0.2))
    started = time.monotonic()
    assert fetch(limits=Limits(silence=1.5, retries=0)).path.read_bytes() == BODY
    assert time.monotonic() - started > 1.5
    assert len(fetch.seen) >= 12
    assert [have for have, _ in fetch.seen] == sorted(have for have, _ in fetch.seen)


def test_a_silent_server_ends_in_words(fetch, publisher, inbox):
    publisher.will(lambda handler: time.sleep(2))
    started = time.monotonic()
    assert "localhost sent nothing in 0.6 s" in failure(fetch, limits=IMPATIENT)
    assert time.monotonic() - started < 2
    assert len(publisher.asked) == 1


def test_silence_after_the_header_ends_in_words(fetch, publisher):
    def header_only(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "10")
        handler.end_headers()
        time.sleep(2)

    publisher.will(header_only)
    assert "localhost sent nothing in 0.6 s" in failure(fetch, limits=IMPATIENT)


def test_silence_on_the_way_is_taken_up_again(fetch, publisher):
    publisher.will(answers(sent=100_000, wait=1.5), answers())
    assert fetch(sha256=SHA256, limits=IMPATIENT).path.read_bytes() == BODY
    assert publisher.ranges() == [None, "bytes=100000-"]


def test_a_server_that_does_not_hang_up_is_not_taken_for_broken(fetch, publisher):
    publisher.will(answers(wait=1.5))
    assert fetch(sha256=SHA256, limits=IMPATIENT).path.read_bytes() == BODY
    assert len(publisher.asked) == 1


def test_a_connection_cut_before_the_answer_is_tried_again(fetch, publisher):
    publisher.will(lambda handler: handler.connection.shutdown(socket.SHUT_RDWR), answers())
    assert fetch().path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("code", "words", "asked"),
    [
        (404, "has no file at that address now (answer 404)", 1),
        (403, "will not give the file to a program (answer 403)", 1),
        (500, "answered 500 (Internal Server Error) instead of the file", 1),
        (503, "is busy (answer 503); asked 4 times", 4),
    ],
)
def test_an_answer_that_is_no_file(fetch, publisher, inbox, code, words, asked):
    publisher.will(refuses(code))
    told = failure(fetch)
    assert words in told and len(told.splitlines()) == 1
    assert len(publisher.asked) == asked and kept(inbox) == []


def test_a_busy_server_is_asked_again_when_it_says(fetch, publisher):
    publisher.will(refuses(503, Retry_After="1"), answers())
    started = time.monotonic()
    assert fetch().path.read_bytes() == BODY
    assert time.monotonic() - started >= 1


def test_redirects_are_followed_and_recorded(fetch, publisher):
    publisher.will(
        *[refuses(code, Location=f"/{code}/table.ods") for code in (301, 302, 303, 307, 308)],
        answers(),
    )
    snapshot = fetch().snapshot
    assert snapshot.address == publisher.address
    assert snapshot.answered_by == f"http://localhost:{publisher.port}/308/table.ods"
    assert len(publisher.asked) == 6


def test_redirects_in_a_circle_end(fetch, publisher):
    publisher.will(refuses(302, Location="/table.ods"))
    assert "from one address to the next, over 5 times" in failure(fetch)
    assert len(publisher.asked) == 6


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("file:///etc/hostname", "begins with file:"),
        ("ftp://localhost/table.ods", "begins with ftp:"),
        ("http://publisher.invalid/table.ods", "begins with http:"),
        ("https://someone:secret@publisher.invalid/", "holds a user name or a password"),
        ("http://[::1/table.ods", "no address"),
    ],
)
def test_a_redirect_to_elsewhere_is_not_followed(fetch, publisher, inbox, location, words):
    publisher.will(refuses(302, Location=location))
    assert words in failure(fetch)
    assert len(publisher.asked) == 1 and kept(inbox) == []


def test_a_redirect_without_an_address_ends(fetch, publisher):
    publisher.will(refuses(302))
    assert "does not name it" in failure(fetch)


def test_a_redirect_never_leaves_https():
    with pytest.raises(TransportFault, match="from https: to http:"):
        redirected("https://publisher.invalid/a", "http://localhost/a")
    assert redirected("https://publisher.invalid/a/b", "c d.ods") == (
        "https://publisher.invalid/a/c%20d.ods"
    )
    assert redirected("http://localhost/a", "https://publisher.invalid/b").startswith("https:")


def test_a_refused_connection_is_one_line(fetch):
    told = failure(fetch, address=f"http://127.0.0.1:{closed_port()}/table.ods")
    assert told.startswith(
        "fetch ascof_timeseries: cannot reach 127.0.0.1 (connection refused); what to do: connect"
    )
    assert len(told.splitlines()) == 1


def test_a_name_that_is_not_found_is_no_network(fetch, monkeypatch):
    def not_found(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", not_found)
    told = failure(fetch, address="https://publisher.invalid/table.ods")
    assert "cannot reach publisher.invalid (no network); what to do" in told
    assert len(told.splitlines()) == 1


def test_a_host_that_does_not_answer_the_call(fetch, monkeypatch):
    def never(address, timeout, *_):
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", never)
    told = failure(fetch, limits=IMPATIENT, address="https://publisher.invalid/table.ods")
    assert "cannot reach publisher.invalid (no answer in 0.6 s); what to do" in told


def test_the_proxy_of_the_environment_is_asked_and_its_password_not_shown(
    fetch, publisher, monkeypatch
):
    publisher.will(refuses(407))
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:secret@127.0.0.1:{publisher.port}")
    told = failure(fetch, address="https://publisher.invalid/table.ods")
    assert publisher.asked[0][0] == "publisher.invalid:443"
    assert publisher.asked[0][1]["Proxy-Authorization"].startswith("Basic ")
    assert f"through the proxy 127.0.0.1:{publisher.port} (Tunnel connection failed: 407" in told
    assert "secret" not in told and len(told.splitlines()) == 1


def test_a_proxy_that_is_not_there_is_named(fetch, monkeypatch):
    port = closed_port()
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
    told = failure(fetch, address="https://publisher.invalid/table.ods")
    assert f"cannot reach publisher.invalid through the proxy 127.0.0.1:{port} (conn" in told


def test_a_certificate_that_nobody_trusts_is_refused(fetch, certified, inbox):
    certified.will(answers())
    told = failure(fetch, address=certified.address)
    assert "the certificate of localhost cannot be trusted (self-signed certificate)" in told
    assert "SSL_CERT_FILE" in told and len(told.splitlines()) == 1
    assert certified.asked == [] and kept(inbox) == []


def test_a_certificate_of_the_councils_own_is_trusted_when_named(fetch, certified, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certified.pem))
    certified.will(answers(sent=100_000), answers())
    assert fetch(address=certified.address, sha256=SHA256).path.read_bytes() == BODY
    assert certified.ranges() == [None, "bytes=100000-"]


def test_an_https_server_cannot_send_us_to_http(fetch, certified, publisher, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certified.pem))
    publisher.will(answers())
    certified.will(refuses(302, Location=publisher.address))
    assert "it leads from https: to http:" in failure(fetch, address=certified.address)
    assert publisher.asked == []


def test_a_proxy_tunnels_and_the_publishers_certificate_is_still_checked(
    fetch, certified, publisher, monkeypatch
):
    def tunnel(handler):
        with socket.create_connection(("localhost", certified.port)) as far:
            handler.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            ends = {handler.connection: far, far: handler.connection}
            while ready := select.select(list(ends), [], [], 2)[0]:
                for end in ready:
                    bits = end.recv(65536)
                    if not bits:
                        return
                    ends[end].sendall(bits)

    publisher.will(tunnel)
    certified.will(answers())
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{publisher.port}")
    address = "https://publisher.invalid/table.ods"
    assert "certificate of publisher.invalid cannot be trusted" in failure(fetch, address=address)
    monkeypatch.setenv("SSL_CERT_FILE", str(certified.pem))
    assert fetch(address=address, sha256=SHA256).path.read_bytes() == BODY
    assert publisher.asked[-1][0] == "publisher.invalid:443"


def test_off_the_network_the_second_file_is_not_asked_for(contracts, inbox):
    address = f"http://127.0.0.1:{closed_port()}/table.ods"
    outcomes = all_of(
        contracts,
        inbox,
        {"name": "a.ods", "address": address},
        {"name": "b.ods", "address": address},
    )
    assert len(outcomes) == 1 and "cannot reach" in str(outcomes[0])
