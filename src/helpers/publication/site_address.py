"""Where a site is served, and the name that its feeds keep: remembered beside the versions."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from helpers.base.errors import ParameterError, PublicationError
from helpers.base.files import write_if_other

FILE = ".site.json"
FORGET = "none"
LONGEST = 1000

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?")
_PATH = re.compile(r"[A-Za-z0-9/._~%!$&'()*+,;=:@-]*")


class SiteMemory(BaseModel):
    """What a site remembers from one build to the next.

    Attributes
    ----------
    id : str
        A name for its feed that no other feed has and that never changes.
    address : str
        Where it is served, with a slash at the end; empty where nobody said.
    areas : tuple of str
        The councils that have a page, so that one without versions can lose it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: uuid.UUID
    address: str = ""
    areas: tuple[str, ...] = ()


def checked(text: str | None) -> str | None:
    """Return what was said of the address, fit to be remembered: "none" and None stay.

    Raises
    ------
    ParameterError
        When it is neither nothing, "none" nor an address.
    """
    if text is None:
        return None
    return FORGET if text.strip().lower() == FORGET else check_address(text)


def check_address(text: str) -> str:
    """Return the address of a site, with a slash at its end.

    Raises
    ------
    ParameterError
        When it is not an absolute web address of a folder.
    """
    address = text.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        # A bracket that nothing closes; it fails the rules below.
        parts = urlsplit("")
    well = (
        parts.scheme in {"http", "https"}
        and _HOST.fullmatch(parts.netloc)
        and _PATH.fullmatch(parts.path)
        and not (parts.query or parts.fragment or "?" in address or "#" in address)
        and len(address) <= LONGEST
    )
    if not well:
        raise ParameterError(
            f'--site-url "{text}"',
            "this is not the web address of a folder",
            "an address such as https://www.example.gov.uk/care/, without ? or #",
            f"write it in full; --site-url {FORGET} forgets an earlier one",
        )
    path = parts.path.removesuffix("index.html").rstrip("/")
    return f"{parts.scheme}://{parts.netloc.lower()}{path}/"


def remember(outputs: Path, said: str | None, areas: tuple[str, ...]) -> SiteMemory:
    """Return what the site remembers, with what is said now.

    Parameters
    ----------
    outputs : Path
        The folder of published versions.
    said : str or None
        A checked address; "none" forgets an earlier one, None leaves it as it is.
    areas : tuple of str
        The councils that have a page now.

    Raises
    ------
    PublicationError
        When the file is not one of this kind, or cannot be written.
    """
    before = recall(outputs)
    address = before.address if before else ""
    if said is not None:
        address = "" if said == FORGET else said
    if before is None:
        # A site that is built from nothing each time keeps its name if its address is said.
        name = uuid.uuid5(uuid.NAMESPACE_URL, address) if address else uuid.uuid4()
    else:
        name = before.id
    memory = SiteMemory(id=name, address=address, areas=areas)
    text = json.dumps(memory.model_dump(mode="json"), indent=1) + "\n"
    write_if_other(outputs / FILE, text.encode())
    return memory


def recall(outputs: Path) -> SiteMemory | None:
    """Return what the site remembers, None where it was never built.

    Raises
    ------
    PublicationError
        When the file is not one of this kind.
    """
    try:
        return SiteMemory.model_validate_json((outputs / FILE).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as reason:
        raise PublicationError(
            FILE,
            "it cannot be read",
            "the address and name of the site, as an earlier build left them",
            f"delete {FILE} from the outputs folder and say --site-url again; readers of the feed "
            "may then see old versions as new",
        ) from reason
