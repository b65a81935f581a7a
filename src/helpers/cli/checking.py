"""Which files `workbooks check` asks the gate about: named ones, a dataset's, or all."""

from __future__ import annotations

import difflib
from pathlib import Path

from helpers.base import suggest
from helpers.base.counted import counted
from helpers.base.errors import ExtractRefused, ParameterError
from helpers.base.settings import Settings
from helpers.contracts.model import Contract, load_contracts
from helpers.extracts.recognise import recognise
from helpers.gate.elsewhere import here
from helpers.gate.passing import gate_files, gate_inputs
from helpers.gate.store.inputs import Evidence, files_of


def check_named(names: list[str], inputs: str, settings: Settings) -> Evidence:
    """Ask the gate about what an analyst named.

    Parameters
    ----------
    names : list of str
        Files, or datasets by the names of their contracts; empty for everything in `inputs`.
    inputs : str
        Folder of extracts, in which a dataset's files are looked for.
    settings : Settings
        Where the contracts and the store are.

    Raises
    ------
    ParameterError
        When a name is neither a file nor a dataset, or no file holds the dataset.
    """
    if not names:
        return gate_inputs(inputs, settings)
    contracts = load_contracts(settings.contracts)
    with here(inputs) as folder:
        found = [path for name in names for path in _files(name, folder, contracts, settings)]
        return gate_files(list(dict.fromkeys(found)), settings)


def _files(
    name: str, inputs: str, contracts: tuple[Contract, ...], settings: Settings
) -> tuple[Path, ...]:
    path = Path(name).expanduser()
    if path.is_file():
        return (path.resolve(),)
    datasets = [contract.id for contract in contracts]
    if name in datasets:
        return _of_dataset(name, inputs, contracts, settings)
    raise _unknown(name, path, inputs, datasets, settings)


def _of_dataset(
    dataset: str, inputs: str, contracts: tuple[Contract, ...], settings: Settings
) -> tuple[Path, ...]:
    files = files_of(inputs, settings)
    found = tuple(path for path in files if _dataset_of(path, contracts) == dataset)
    if found:
        return found
    raise ParameterError(
        f'dataset "{dataset}"',
        f"none of {counted(len(files), 'file')} is recognised as one of it",
        "a file of the dataset in data/inbox, or in the folder that --inputs names",
        f"workbooks inputs fetch {dataset}, or workbooks check to see why a file is refused",
    )


def _dataset_of(path: Path, contracts: tuple[Contract, ...]) -> str:
    try:
        return recognise(path, contracts).contract.id
    except ExtractRefused:
        # It is of no dataset by name; a check of everything says why.
        return ""


def _unknown(
    name: str, path: Path, inputs: str, datasets: list[str], settings: Settings
) -> ParameterError:
    is_path = bool(path.suffix) or len(path.parts) > 1
    if not is_path:
        return suggest.unknown("dataset", name, sorted(datasets))
    near = _nearest_file(path, inputs, settings)
    return ParameterError(
        f'file "{name}"',
        "there is no such file",
        "a published file, or the name of a dataset",
        f"did you mean {near}?" if near else "check the spelling",
    )


def _nearest_file(path: Path, inputs: str, settings: Settings) -> str:
    beside = [each for each in path.parent.glob("*") if each.is_file()]
    try:
        beside += files_of(inputs, settings)
    except ParameterError:
        # The folder is not what was asked for, and need not be there.
        pass
    by_name = {each.name.lower(): each for each in reversed(beside)}
    near = difflib.get_close_matches(path.name.lower(), by_name, n=1, cutoff=0.6)
    return str(by_name[near[0]]) if near else ""
