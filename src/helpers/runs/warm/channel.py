"""Messages over a local socket: plain values as JSON, and open files beside them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
from collections.abc import Mapping, Sequence
from typing import Any

LONGEST_ADDRESS = 100
"""Bytes that the path of a local socket may have; Linux takes 107."""

MOST_FILES = 8
_LENGTH = struct.Struct("!I")
_PEER = struct.Struct("3i")


class Closed(Exception):
    """The other end has gone."""


def send(connection: socket.socket, message: Mapping[str, Any], files: Sequence[int] = ()) -> None:
    """Send one message, with open files that the receiver gets copies of.

    Raises
    ------
    OSError
        When the other end has gone or does not read.
    """
    body = json.dumps(message).encode()
    packed = _LENGTH.pack(len(body)) + body
    if files:
        packed = packed[socket.send_fds(connection, [packed], list(files)) :]
    connection.sendall(packed)


def receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Receive one message, and the files that came with it; they are the caller's to close.

    Raises
    ------
    Closed
        When the other end closed the connection instead.
    OSError
        When nothing came within the connection's timeout.
    """
    files: list[int] = []
    try:
        head = _take(connection, _LENGTH.size, files)
        body = _take(connection, _LENGTH.unpack(head)[0], files)
        message: dict[str, Any] = json.loads(body)
    except BaseException:
        close_all(files)
        raise
    return message, files


def close_all(files: Sequence[int]) -> None:
    """Close open files, those that are closed already included."""
    for file in files:
        with contextlib.suppress(OSError):
            os.close(file)


def _take(connection: socket.socket, size: int, files: list[int]) -> bytes:
    taken = b""
    while len(taken) < size:
        part, passed, _, _ = socket.recv_fds(connection, size - len(taken), MOST_FILES)
        files += passed
        if not part:
            raise Closed
        taken += part
    return taken


def same_user(connection: socket.socket) -> bool:
    """Whether the other end is a process of this user."""
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    _, user, _ = _PEER.unpack(told)
    return bool(user == os.getuid())
