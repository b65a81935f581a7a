"""Asking a web address: proxies, certificates, redirects by rule, and plain words for faults.

The standard library does it: it goes by the proxies of the environment (on Windows by those of
the system) and trusts the certificates that the operating system trusts, among them the one
that a council's own proxy needs.
"""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import string
import urllib.request
from collections.abc import Iterator, Mapping
from typing import cast
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit

from helpers import __version__
from helpers.extracts.snapshot import address_fault, is_loopback

AGENT = f"care-workbooks/{__version__}"
CHUNK = 64 * 1024
REDIRECTS_AT_MOST = 5
REDIRECTIONS = {301, 302, 303, 307, 308}
BUSY = {429, 502, 503, 504}
GONE = {404, 410}
NO_NETWORK = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}


class TransportFault(Exception):
    """An answer that asking again would not better; its text says what was found."""


class CannotReach(TransportFault):
    """A host that cannot be reached from here."""


class Distrusted(CannotReach):
    """A host whose certificate cannot be trusted."""


class StaleRange(TransportFault):
    """A server that will not go on from where a transfer stopped."""


class BrokeOff(TransportFault):
    """A transfer that may be taken up again.

    Parameters
    ----------
    found : str
        What happened, to be said after the host's name.
    pause : float, optional
        Seconds to wait before that; None for the caller's own choice.
    """

    def __init__(self, found: str, pause: float | None = None) -> None:
        super().__init__(found)
        self.pause = pause


def host_of(address: str) -> str:
    """Name of the host of an address."""
    return urlsplit(address).hostname or ""


def ask(address: str, headers: Mapping[str, str], silence: float) -> http.client.HTTPResponse:
    """Ask for an address, following redirects by our own rule.

    Parameters
    ----------
    address : str
        The address, of https.
    headers : mapping of str to str
        Headers of the request.
    silence : float
        Seconds without a byte after which to give up.

    Raises
    ------
    TransportFault
        CannotReach off the network, BrokeOff where asking again may help, StaleRange for a
        range that is no longer there, itself for any other answer but the file.
    """
    asked = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
    for _ in range(REDIRECTS_AT_MOST + 1):
        host = host_of(address)
        request = urllib.request.Request(address, headers=asked)
        try:
            answer = _opener(host).open(request, timeout=silence)
            return cast(http.client.HTTPResponse, answer)
        except HTTPError as answer:
            with answer:
                if answer.code not in REDIRECTIONS:
                    raise _answered(host, answer) from None
                address = redirected(address, answer.headers.get("Location"))
        except URLError as reason:
            raise _unreached(host, reason.reason, silence) from reason
        except TimeoutError as reason:
            raise TransportFault(f"{host} sent nothing in {silence:g} s") from reason
        except (http.client.HTTPException, OSError) as reason:
            raise BrokeOff("broke off before it answered") from reason
    raise TransportFault(
        f"{host_of(address)} sends from one address to the next, over {REDIRECTS_AT_MOST} times"
    )


def redirected(address: str, location: str | None) -> str:
    """Return where a redirect leads, if it may be followed.

    Raises
    ------
    TransportFault
        When it leads nowhere, away from https, or to another scheme.
    """
    host = host_of(address)
    if not location:
        raise TransportFault(f"{host} sends to another address and does not name it")
    try:
        further = quote(urljoin(address, location), safe=string.punctuation)
    except ValueError as reason:
        raise TransportFault(f"{host} sends to something that is no address") from reason
    fault = address_fault(further)
    if not fault and address.startswith("https:") and not further.startswith("https:"):
        fault = "it leads from https: to http:, which anybody on the way can change"
    if fault:
        raise TransportFault(f"{host} sends to an address that is not followed: {fault}")
    return further


def chunks(
    answer: http.client.HTTPResponse, announced: int | None, silence: float
) -> Iterator[bytes]:
    """Bytes of an answer as they come, also those beyond what its header announced.

    Parameters
    ----------
    answer : HTTPResponse
        The open answer.
    announced : int or None
        Bytes that its header announced.
    silence : float
        Seconds for the words of a fault.

    Raises
    ------
    TransportFault
        BrokeOff when it ends or falls silent on the way, itself when it never sent a byte.
    """
    # http.client would stop at the announced length, and a file cut short would look whole.
    answer.length = None
    got = 0
    try:
        while chunk := answer.read1(CHUNK):
            got += len(chunk)
            yield chunk
    except TimeoutError as reason:
        if announced is not None and got == announced:
            return
        if not got:
            raise TransportFault(f"{host_of(answer.url)} sent nothing in {silence:g} s") from reason
        raise BrokeOff(f"fell silent for {silence:g} s") from reason
    except (http.client.HTTPException, OSError) as reason:
        raise BrokeOff("broke off on the way") from reason


def _opener(host: str) -> urllib.request.OpenerDirector:
    # Built by hand: the usual one also opens file:, ftp: and data:, and follows any redirect.
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler({} if is_loopback(host) else None),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _answered(host: str, answer: HTTPError) -> TransportFault:
    if answer.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
        return StaleRange(f"{host} has no such part of the file")
    if answer.code in BUSY:
        after = answer.headers.get("Retry-After", "")
        return BrokeOff(
            f"is busy (answer {answer.code})", float(after) if after.isdigit() else None
        )
    if answer.code in GONE:
        return TransportFault(f"{host} has no file at that address now (answer {answer.code})")
    if answer.code in {401, 403}:
        return TransportFault(f"{host} will not give the file to a program (answer {answer.code})")
    return TransportFault(f"{host} answered {answer.code} ({answer.reason}) instead of the file")


def _unreached(host: str, reason: object, silence: float) -> CannotReach:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Distrusted(f"the certificate of {host} cannot be trusted ({reason.verify_message})")
    if isinstance(reason, socket.gaierror) or getattr(reason, "errno", None) in NO_NETWORK:
        word = "no network"
    elif isinstance(reason, TimeoutError):
        word = f"no answer in {silence:g} s"
    elif isinstance(reason, ConnectionRefusedError):
        word = "connection refused"
    else:
        word = " ".join(str(getattr(reason, "strerror", None) or reason).split())
    return CannotReach(f"cannot reach {host}{_through(host)} ({word})")


def _through(host: str) -> str:
    proxy = urllib.request.getproxies().get("https", "")
    if not proxy or is_loopback(host) or urllib.request.proxy_bypass(host):
        return ""
    # What stands before an @ is a password.
    return f" through the proxy {proxy.rpartition('://')[2].rpartition('@')[2].rstrip('/')}"
