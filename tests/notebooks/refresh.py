"""Run the notebooks on the sample and keep what the marked cells show, for review.

`python tests/notebooks/refresh.py` writes every file below `expected/`; names of notebooks
limit it to those. Read the difference before you commit it: it is what readers will read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from notebooks import reviewed
from notebooks.running import WITH_SCORECARD, load, runner


def main() -> None:
    """Refresh what is asked for, and say what changed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NOTEBOOK", help=", ".join(WITH_SCORECARD))
    names = parser.parse_args().names or WITH_SCORECARD
    if unknown := set(names) - set(WITH_SCORECARD):
        parser.error(
            f"no notebook {', '.join(sorted(unknown))}; there are {', '.join(WITH_SCORECARD)}"
        )
    with tempfile.TemporaryDirectory() as outputs, runner(Path(outputs)) as kernel:
        for name in names:
            shown = reviewed.outputs_of(kernel.run(reviewed.on_samples(load(name)), {}))
            path = reviewed.EXPECTED / f"{name}.json"
            before = reviewed.read(name) if path.is_file() else {}
            changed = [cell for cell in shown if shown[cell] != before.get(cell)]
            changed += [f"{cell} (gone)" for cell in before if cell not in shown]
            reviewed.write(name, shown)
            print(f"{name}: {', '.join(changed) or 'nothing changed'}")


if __name__ == "__main__":
    main()
