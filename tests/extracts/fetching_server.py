"""A publisher's server on this machine that does what a test tells it, with invented files."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from helpers.base.errors import FetchFailed
from helpers.extracts.fetching import Limits, fetch_dataset

BODY = b"invented bytes of a published table, " * 8000
SHA256 = hashlib.sha256(BODY).hexdigest()
NAME = "invented table.ods"
CHANGED = "Thu, 18 Dec 2025 09:30:00 GMT"
QUICK = Limits(silence=10.0, retries=3, pause=0.01)
IMPATIENT = Limits(silence=0.6, retries=3, pause=0.01)


class Publisher:
    """A local HTTP server: what it does at each request, in turn, the last for ever."""

    def __init__(self, context=None):
        self.turns = []
        self.asked = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                publisher.asked.append((self.path, dict(self.headers)))
                turn = publisher.turns[min(len(publisher.asked), len(publisher.turns)) - 1]
                self.close_connection = True
                with contextlib.suppress(OSError):
                    turn(self)

            do_CONNECT = do_GET

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if context is not None:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.address = f"http{'s' if context else ''}://localhost:{self.port}/table.ods"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def will(self, *turns):
        self.turns = list(turns)

    def ranges(self):
        return [headers.get("Range") for _, headers in self.asked]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def answers(
    body=BODY, *, etag='"one"', announced=None, sent=None, ranges=True, bit=None, wait=0.0, **more
):
    """A turn that sends `sent` bytes of a body, in bits with a wait between them."""

    def turn(handler):
        start = 0
        asked = handler.headers.get("Range", "")
        if ranges and asked and handler.headers.get("If-Range") in {etag, CHANGED}:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        if start >= len(body):
            handler.send_error(416)
            return
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        if announced != "nothing":
            handler.send_header("Content-Length", str((announced or len(body)) - start))
        if etag:
            handler.send_header("ETag", etag)
        for name, value in more.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        part = body[start : len(body) if sent is None else start + sent]
        for at in range(0, len(part), bit or max(len(part), 1)):
            handler.wfile.write(part[at : at + (bit or len(part))])
            handler.wfile.flush()
            time.sleep(wait)

    return turn


def refuses(code, **headers):
    """A turn that answers with a code and no file."""

    def turn(handler):
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return turn


def failure(fetch, **more):
    with pytest.raises(FetchFailed) as caught:
        fetch(**more)
    assert caught.value.exit_code == 1 and caught.value.mend
    return str(caught.value)


def kept(inbox):
    """Names in the inbox but the folder of records."""
    return sorted(path.name for path in inbox.iterdir() if path.is_file())


def all_of(contracts, inbox, *downloads):
    contracts(*downloads)
    watch = lambda _: lambda *_: None  # noqa: E731
    return list(fetch_dataset("ascof_timeseries", contracts.folder, inbox, watch, QUICK))


def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def state_downloads(contract, *downloads):
    """Write into a contract's file what can be downloaded, and nothing where nothing is given."""
    document = yaml.safe_load(contract.read_text("utf-8"))
    kept = [item for item in document["customProperties"] if item["property"] != "downloads"]
    entry = {"property": "downloads", "value": list(downloads)}
    document["customProperties"] = [*kept, entry] if downloads else kept
    contract.write_text(yaml.safe_dump(document), "utf-8")
