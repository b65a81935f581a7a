"""A new dataset: contract, specimen and test, and its row in the list of datasets."""

from __future__ import annotations

from pathlib import Path

from helpers.base.errors import ParameterError
from helpers.base.files import write_whole
from helpers.base.settings import Settings
from helpers.desk.dataset_scaffold import dataset_texts, listed
from helpers.desk.scaffold import checked_name, spoken, write_new

LIST = Path("docs") / "datasets.md"


def new_dataset(text: str, settings: Settings) -> tuple[Path, ...]:
    """Make what a new dataset needs: it can be checked at once, and says what to fill in.

    Parameters
    ----------
    text : str
        Its name.
    settings : Settings
        The project.

    Returns
    -------
    tuple of Path
        The files that were made, and the list that was added to.

    Raises
    ------
    ParameterError
        When the name cannot be used, or is taken; nothing was written.
    """
    name = checked_name(text, "dataset", "_")
    if name.endswith("_cases"):
        raise ParameterError(
            f'dataset "{text}"',
            "specimens with this ending are cases of others",
            "",
            "name it otherwise",
        )
    title = spoken(name)
    made = write_new(settings.root, dataset_texts(name, title), f"dataset {name}")
    page = settings.root / LIST
    if not page.is_file():
        return made
    before = page.read_text("utf-8")
    after = listed(before, name, title)
    if after == before:
        return made
    write_whole(page, after.encode())
    return (*made, page)
