"""The list of datasets in the documentation is the list of contracts, with their pages."""

from __future__ import annotations

from helpers.contracts.model import load_contracts

# What the project publishes itself.
OURS = {"observations"}


def test_every_contract_stands_in_the_list_with_its_page(project_root) -> None:
    text = (project_root / "docs" / "datasets.md").read_text("utf-8")
    for contract in load_contracts(project_root / "data_contracts"):
        if contract.id in OURS:
            continue
        (line,) = [row for row in text.splitlines() if row.startswith(f"| `{contract.id}` |")]
        assert contract.title in line
        page = str(contract.fact("landingPage"))
        assert page in line or page == "none"
