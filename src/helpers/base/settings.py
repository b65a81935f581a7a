"""Where things are: one frozen object, made at the edge and handed on."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from helpers.base.errors import ParameterError
from helpers.base.stores.address import is_address, spoken_address

ROOT_VARIABLE = "CARE_WORKBOOKS_ROOT"
OUTPUTS_VARIABLE = "CARE_WORKBOOKS_OUTPUTS"
INPUTS_VARIABLE = "CARE_WORKBOOKS_INPUTS"
NOTIFY_VARIABLE = "CARE_WORKBOOKS_NOTIFY"
PAGES_VARIABLE = "CARE_WORKBOOKS_PAGES"
INTERACTIVE, STATIC = "interactive", "static"
INBOX = "data/inbox"
SAMPLES = "data/samples"


class Settings(BaseModel):
    """The folders of a project.

    Attributes
    ----------
    root : Path
        The project's folder, which holds `notebooks/` and `data_contracts/`.
    outputs : Path
        Where versions, the site and the store of receipts are kept.
    interactive : bool
        Whether pages carry what draws their charts anew on request.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    root: Path
    outputs: Path
    interactive: bool = True

    @property
    def notebooks(self) -> Path:
        """Folder of the workbooks."""
        return self.root / "notebooks"

    @property
    def contracts(self) -> Path:
        """Folder of the data contracts and the indicator registry."""
        return self.root / "data_contracts"

    @property
    def strategies(self) -> Path:
        """Folder of the strategies."""
        return self.root / "strategies"

    @property
    def inbox(self) -> Path:
        """Folder of the analyst's own extracts."""
        return self.root / INBOX

    @property
    def samples(self) -> Path:
        """Folder of the bundled, invented extracts."""
        return self.root / SAMPLES

    @property
    def store(self) -> Path:
        """Folder of receipts and canonical Parquet."""
        return self.outputs / ".store"

    def with_outputs(self, outputs: Path) -> Settings:
        """Return the same settings with another outputs folder."""
        return self.model_copy(update={"outputs": outputs})

    @property
    def pages(self) -> str:
        """Kind of the pages, in a word."""
        return INTERACTIVE if self.interactive else STATIC

    def static(self) -> Settings:
        """Return the same settings for pages without the interactive layer."""
        return self.model_copy(update={"interactive": False})


def find_settings() -> Settings:
    """Find the project from the environment, the installed package or the working folder.

    Raises
    ------
    ParameterError
        When none of them is a project.
    """
    named = os.environ.get(ROOT_VARIABLE)
    here = Path(__file__).resolve()
    places = [Path(named)] if named else [*here.parents, *Path.cwd().resolve().parents, Path.cwd()]
    for place in places:
        if (place / "data_contracts").is_dir() and (place / "notebooks").is_dir():
            outputs = os.environ.get(OUTPUTS_VARIABLE)
            if outputs and is_address(outputs):
                raise ParameterError(
                    f"{OUTPUTS_VARIABLE}={spoken_address(outputs)}",
                    "an address of outputs is for the commands that run, read and compare versions",
                    "a folder of this machine, for notebooks that are run by hand",
                    f"take {OUTPUTS_VARIABLE} away, and say --outputs to the commands",
                )
            return Settings(
                root=place.resolve(),
                outputs=Path(outputs).resolve() if outputs else place.resolve() / "outputs",
                interactive=_interactive(os.environ.get(PAGES_VARIABLE) or INTERACTIVE),
            )
    raise ParameterError(
        "project folder",
        "no folder with notebooks/ and data_contracts/ was found",
        "the folder that you cloned",
        f"change into it, or set {ROOT_VARIABLE} to it",
    )


def _interactive(kind: str) -> bool:
    if kind.lower() not in {INTERACTIVE, STATIC}:
        raise ParameterError(
            f"{PAGES_VARIABLE}={kind}",
            "this is no kind of page",
            f"{INTERACTIVE} or {STATIC}",
            "change it, or take it away for pages with interactive charts",
        )
    return kind.lower() == INTERACTIVE
