"""Addresses of folders that are not on this machine's disks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

S3 = frozenset({"s3", "s3a"})
AZURE = frozenset({"az", "abfs", "abfss"})

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_address(text: str) -> bool:
    """Whether a text is an address such as s3://bucket/folder, and no path."""
    return bool(_ADDRESS.match(text))


def scheme_of(address: str) -> str:
    """Return the kind of an address, in small letters."""
    return address.partition("://")[0].lower()


def spoken_address(address: str) -> str:
    """Return an address without what may be a secret: user, password, and all after "?"."""
    parts = urlsplit(address)
    # In abfss://container@account… the part before the sign is a folder's name.
    user, sign, host = parts.netloc.rpartition("@")
    shown = f"{user}@{host}" if sign and scheme_of(address) in AZURE and ":" not in user else host
    return urlunsplit((parts.scheme, shown, parts.path.rstrip("/"), "", ""))
