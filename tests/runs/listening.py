"""A mail server and a web server of this machine, which keep what they are told."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import warnings
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

HERE = "127.0.0.1"
USER, PASSWORD = "analyst", "s3cret-w0rd"


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as asked:
        asked.bind((HERE, 0))
        return asked.getsockname()[1]


class Mailbox:
    """A mail server that takes letters of one user, and the letters."""

    def __init__(self):
        self.letters = []
        self.port = free_port()

    @property
    def address(self):
        """Its address for Apprise, with its password."""
        return self.written(PASSWORD)

    def written(self, password):
        """The address with another password."""
        where = f"{HERE}:{self.port}?mode=insecure&from=care@example.org&to=board@example.org"
        return f"mailto://{USER}:{password}@{where}"

    async def handle_DATA(self, server, session, envelope):
        """Keep a letter."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def authenticate(self, server, session, envelope, mechanism, auth):
        """Let one user in."""
        well = isinstance(auth, LoginPassword) and auth == LoginPassword(
            USER.encode(), PASSWORD.encode()
        )
        return AuthResult(success=well, handled=well)


@contextlib.contextmanager
def mailbox():
    """Run a mail server."""
    box = Mailbox()
    # On this machine alone a password may travel openly, and the server warns of it.
    warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
    server = Controller(
        box,
        hostname=HERE,
        port=box.port,
        authenticator=box.authenticate,
        auth_required=True,
        auth_require_tls=False,
    )
    server.start()
    try:
        yield box
    finally:
        server.stop()


class Hook:
    """A web server that answers with one status, and what was posted to it."""

    def __init__(self, port):
        self.posts = []
        self.status = 200
        self.address = f"json://{USER}:{PASSWORD}@{HERE}:{port}/hook"


@contextlib.contextmanager
def webhook():
    """Run a web server."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            hook.posts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, *_):
            return

    server = ThreadingHTTPServer((HERE, 0), Handler)
    hook = Hook(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
