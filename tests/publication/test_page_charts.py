"""The chart renderer: one child, one drawing per specification, errors that name the chart."""

from __future__ import annotations

import subprocess
import sys
import threading

import altair
import pytest

from helpers.base.errors import PublicationError
from helpers.base.fonts import BUNDLED_FONT, FONT
from helpers.publication import charts as charts_module
from helpers.publication.charts import ChartRenderer
from helpers.publication.svg_marks import page_svg
from helpers.publication.svg_process import VEGA_LITE
from publication.examples import comparison_spec


def test_the_version_is_the_one_that_altair_writes():
    assert altair.SCHEMA_VERSION.startswith(f"v{VEGA_LITE}.")


def test_the_same_specification_is_drawn_once(monkeypatch):
    asked = []
    with ChartRenderer() as renderer:
        whole = renderer._ask
        monkeypatch.setattr(renderer, "_ask", lambda *given: asked.append(1) or whole(*given))
        first = renderer.svg("a", comparison_spec(300))
        assert renderer.svg("b", comparison_spec(300)) == first
        renderer.svg("c", comparison_spec(301))
    assert len(asked) == 2


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(charts_module, "REMEMBERED", 1)
    with ChartRenderer() as renderer:
        renderer.svg("a", comparison_spec(300))
        renderer.svg("b", comparison_spec(301))
        assert len(renderer._drawn) == 1


def test_no_child_without_a_chart():
    with ChartRenderer() as renderer:
        assert renderer._child is None


def test_the_child_ends_with_the_renderer():
    with ChartRenderer() as renderer:
        renderer.svg("a", comparison_spec(300))
        child = renderer._child
        assert child.poll() is None
    assert child.poll() == 0


def test_a_dead_child_is_started_again():
    with ChartRenderer() as renderer:
        first = renderer.svg("a", comparison_spec(300))
        renderer._child.kill()
        renderer._child.wait()
        renderer._drawn.clear()
        assert renderer.svg("a", comparison_spec(300)) == first


def test_a_child_that_dies_twice_is_an_error_with_its_last_words(monkeypatch):
    dying = [
        sys.executable,
        "-c",
        "import sys; print('out of memory', file=sys.stderr); sys.exit(9)",
    ]
    monkeypatch.setattr(charts_module, "_COMMAND", dying)
    with ChartRenderer() as renderer, pytest.raises(PublicationError) as raised:
        renderer.svg("fig-a", comparison_spec(300))
    assert 'chart "fig-a"' in str(raised.value)
    assert "stopped twice (out of memory)" in str(raised.value)


def test_a_chart_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(
        charts_module, "_COMMAND", [sys.executable, "-c", "import time; time.sleep(60)"]
    )
    with (
        ChartRenderer(seconds=0.2) as renderer,
        pytest.raises(PublicationError, match=r"not drawn within 0\.2 seconds"),
    ):
        renderer.svg("fig-slow", comparison_spec(300))


@pytest.mark.parametrize(
    "spec",
    [
        {"data": {"url": "https://example.org/x.csv"}, "mark": "bar"},
        {"layer": [{"data": {"url": "file:///x.csv"}, "mark": "bar"}]},
        {"transform": [{"lookup": "a", "from": {"data": {"url": "x.csv"}}}], "mark": "bar"},
    ],
    ids=["web", "file", "lookup"],
)
def test_data_from_elsewhere_is_refused(charts, spec):
    with pytest.raises(PublicationError, match="asks for data from an address"):
        charts.svg("fig-a", spec)


def test_an_error_is_told_without_the_converters_stack(charts):
    with pytest.raises(PublicationError) as raised:
        charts.svg("fig-a", {"mark": "nonsense"})
    assert 'chart "fig-a"' in str(raised.value)
    assert "https:" not in str(raised.value)
    assert charts.svg("fig-b", comparison_spec(300))


def test_threads_share_one_renderer():
    drawn = {}
    with ChartRenderer() as renderer:

        def draw(width):
            drawn[width] = renderer.svg(f"w{width}", comparison_spec(width))

        threads = [threading.Thread(target=draw, args=(width,)) for width in range(300, 308)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert drawn == {width: renderer.svg("again", comparison_spec(width)) for width in drawn}
    assert len(set(drawn.values())) == 8


def laid_out(charts, font):
    spec = comparison_spec(300)
    spec["config"]["font"] = font
    return page_svg(charts.svg(font, spec), name="x", words="y", css_class="wide")


def test_the_charts_font_is_the_one_that_the_renderer_carries(charts):
    assert laid_out(charts, FONT) == laid_out(charts, BUNDLED_FONT)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets the child leave them out")
def test_the_systems_fonts_change_nothing(charts):
    # A family that some machines have and some have not is laid out as if none had it.
    assert laid_out(charts, "DejaVu Sans") == laid_out(charts, "No Such Font")


def test_the_parent_never_loads_the_converter():
    script = (
        "import sys, helpers.publication.page, helpers.publication.charts\n"
        "print('vl_convert' in sys.modules)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(charts_module._SOURCES)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.strip() == "False"
