"""The same specification gives the same bytes, whatever the machine, the moment or the order."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from helpers.publication import drawing
from helpers.publication.drawing import request_bytes
from publication.examples import comparison_spec

SPECS = [comparison_spec(width) for width in (300, 420, 640)]
EMPTY = """<?xml version="1.0"?><fontconfig><dir>{}</dir></fontconfig>"""


def drawn(specs, environment=None, prefix=()):
    """Draw specifications by a child of its own, in another environment."""
    finished = subprocess.run(
        [*prefix, *drawing._COMMAND, "60", ""],
        input=b"".join(request_bytes({"chart": spec}) for spec in specs),
        env={**os.environ, **(environment or {})},
        capture_output=True,
        check=True,
    )
    return [json.loads(line)["svg"] for line in finished.stdout.splitlines()]


@pytest.fixture(scope="module")
def usual():
    return drawn(SPECS)


def test_the_order_of_requests_changes_nothing(usual):
    assert drawn([*reversed(SPECS), *SPECS]) == [*reversed(usual), *usual]


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "cy_GB.UTF-8", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"TZ": "Pacific/Chatham"},
        {"RAYON_NUM_THREADS": "1", "TOKIO_WORKER_THREADS": "1", "OMP_NUM_THREADS": "1"},
        {"RAYON_NUM_THREADS": "7", "PYTHONHASHSEED": "12345"},
    ],
    ids=["language", "plain", "time zone", "one thread", "seven threads"],
)
def test_the_surroundings_change_nothing(usual, environment):
    assert drawn(SPECS, environment) == usual


@pytest.mark.skipif(sys.platform != "linux", reason="taskset")
def test_the_number_of_processors_changes_nothing(usual):
    assert drawn(SPECS, prefix=("taskset", "-c", "0")) == usual


def test_a_machine_without_fonts_draws_the_same(usual, tmp_path):
    empty = tmp_path / "fonts"
    empty.mkdir()
    settings = tmp_path / "fonts.conf"
    settings.write_text(EMPTY.format(empty), "utf-8")
    bare = {
        "FONTCONFIG_FILE": str(settings),
        "FONTCONFIG_PATH": str(empty),
        "XDG_DATA_HOME": str(empty),
        "XDG_CONFIG_HOME": str(empty),
        "HOME": str(empty),
    }
    assert drawn(SPECS, bare) == usual


# The child leaves the system's fonts out; here the converter is asked without the child's help.
BY_ITSELF = """
import json, sys
import vl_convert
spec = json.load(sys.stdin)
print(json.dumps(vl_convert.vegalite_to_svg(spec, vl_version=sys.argv[1], allowed_base_urls=[])))
"""


@pytest.mark.parametrize("fonts", ["none", "the system's"])
def test_the_font_comes_with_the_renderer_and_not_with_the_machine(usual, tmp_path, fonts):
    from helpers.publication.svg_process import VEGA_LITE

    environment = dict(os.environ)
    if fonts == "none":
        settings = tmp_path / "fonts.conf"
        settings.write_text(EMPTY.format(tmp_path / "nothing"), "utf-8")
        environment["FONTCONFIG_FILE"] = str(settings)
    finished = subprocess.run(
        [sys.executable, "-c", BY_ITSELF, VEGA_LITE],
        input=request_bytes(SPECS[0]),
        env=environment,
        capture_output=True,
        check=True,
    )
    assert json.loads(finished.stdout) == usual[0]
