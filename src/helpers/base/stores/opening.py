"""From an address to the folder that it names, where the package that reads it is installed."""

from __future__ import annotations

from helpers.base.errors import ParameterError
from helpers.base.stores.address import AZURE, S3, scheme_of, spoken_address
from helpers.base.stores.objects import ObjectFolder

OPTION = "--outputs"


def open_objects(address: str, option: str = OPTION) -> ObjectFolder:
    """Open a folder on an object store.

    Parameters
    ----------
    address : str
        s3://bucket/folder, or az://container/folder (abfs too).
    option : str
        What named it, for the error.

    Raises
    ------
    ParameterError
        When it is no such address, or the extra that reads it is not installed.
    """
    scheme = scheme_of(address)
    if scheme not in S3 | AZURE:
        raise ParameterError(
            f"{option} {spoken_address(address)}",
            f"a folder cannot be kept at an address of the kind {scheme}://",
            "a folder on this machine, s3://bucket/folder or az://container/folder",
            "choose one of these: they alone can refuse to write where something is already",
        )
    extra = "s3" if scheme in S3 else "azure"
    try:
        from obstore.store import from_url
    except ModuleNotFoundError as missing:
        raise missing_extra(f"{option} {spoken_address(address)}", extra, missing.name) from None
    try:
        return ObjectFolder(from_url(address.rstrip("/")), address)
    except Exception as reason:
        raise ParameterError(
            f"{option} {spoken_address(address)}",
            f"this address cannot be opened ({str(reason).partition(chr(10))[0][:200]})",
            "s3://bucket/folder or az://container/folder, and its credentials in the environment",
            "see docs/several-machines.md",
        ) from reason


def missing_extra(place: str, extra: str, name: str | None) -> ParameterError:
    """Build the error for a package that an option needs and that is not installed."""
    return ParameterError(
        place,
        f"a package that it needs is not installed ({name})",
        f"the extra `{extra}`",
        f"python -m pip install --require-hashes -r requirements-{extra}.lock",
    )
