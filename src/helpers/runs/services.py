"""Sending a notice through Apprise, whose addresses hold passwords: they are never said again."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, unquote_plus

from helpers.base.errors import ParameterError
from helpers.runs.notice import Notice

LOCK = "requirements-notify.lock"
PLACE = "--notify"
# Below this a piece of an address is as likely a word of the message.
SHORTEST_SECRET = 3
REASON_LENGTH = 300


@dataclass(frozen=True)
class Service:
    """One place that is told, opened.

    Attributes
    ----------
    name : str
        The kind of service, such as "E-Mail"; all that may be said of the address.
    secrets : tuple of str
        The pieces of its address, longest first.
    sender : object
        What sends, Apprise's own.
    """

    name: str
    secrets: tuple[str, ...] = field(repr=False)
    sender: Any = field(repr=False)


def open_services(addresses: Sequence[str]) -> tuple[Service, ...]:
    """Open every address, before a run starts.

    Raises
    ------
    ParameterError
        When the package is not installed, or an address is none; the address is not in the text.
    """
    if not addresses:
        return ()
    try:
        import apprise
    except ModuleNotFoundError as missing:
        raise ParameterError(
            PLACE,
            f"the package that sends notifications is not installed ({missing.name})",
            "the extra `notify`",
            f"python -m pip install --require-hashes -r {LOCK}, or leave notifications out",
        ) from None
    asset = apprise.AppriseAsset(
        app_id="Care workbooks",
        app_desc="Care workbooks",
        app_url="",
        # Services would load Apprise's pictures from its own web address.
        image_url_mask="",
        image_url_logo="",
        secure_logging=True,
        async_mode=False,
    )
    opened = []
    for number, address in enumerate(addresses, start=1):
        sender = apprise.Apprise(asset=asset)
        with _captured():
            taken = sender.add(address)
        if not taken:
            raise ParameterError(
                f"{PLACE}, address {number} of {len(addresses)}",
                "this is no address that a notification can be sent to",
                "one such as mailto://… or json://…, as Apprise's documentation lists them",
                "correct it; it is not shown here, because addresses hold passwords",
            )
        opened.append(Service(str(sender[0].service_name), _pieces(address), sender))
    return tuple(opened)


def send(service: Service, notice: Notice) -> str:
    """Send a notice; return why it could not be sent, or nothing.

    Never raises: a notification must not change how a run ends.
    """
    from apprise import NotifyFormat

    with _captured() as log:
        try:
            sent = service.sender.notify(
                title=notice.title,
                body=notice.body,
                notify_type=notice.weight,
                body_format=NotifyFormat.TEXT,
            )
        except Exception as fault:
            return f"{type(fault).__name__}"
    if sent:
        return ""
    return _scrubbed(log.getvalue(), service.secrets) or "no reason was given"


@contextlib.contextmanager
def _captured() -> Iterator[io.StringIO]:
    """Keep what Apprise logs to ourselves: it may name an address."""
    logger = logging.getLogger("apprise")
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setLevel(logging.WARNING)
    before = logger.propagate, logger.handlers[:]
    logger.propagate, logger.handlers = False, [handler]
    try:
        yield text
    finally:
        logger.propagate, logger.handlers = before


def _pieces(address: str) -> tuple[str, ...]:
    """Return everything in an address that could be a secret, as it may be written in a log."""
    _, _, rest = address.partition("://")
    structural = re.split(r"[:/@?&=#,\s]+", rest)
    found = {way(piece) for piece in structural for way in (str, unquote, unquote_plus)}
    found |= {word for piece in list(found) for word in re.split(r"[^\w.-]+", piece)}
    kept = {piece for piece in found | {rest} if len(piece) >= SHORTEST_SECRET}
    return tuple(sorted(kept, key=len, reverse=True))


def _scrubbed(log: str, secrets: Sequence[str]) -> str:
    line = " ".join(log.split())
    for secret in secrets:
        line = re.sub(re.escape(secret), "…", line, flags=re.IGNORECASE)
    return line[:REASON_LENGTH]
