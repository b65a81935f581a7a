"""The chart renderer: one child, one drawing per specification, errors that name the chart."""

from __future__ import annotations

import subprocess
import sys
import threading

import altair
import pytest

from helpers.base.errors import PublicationError
from helpers.base.fonts import BUNDLED_FONT, FONT
from helpers.base.text_width import text_width
from helpers.publication import drawing, svg_process
from helpers.publication.charts import ChartRenderer
from helpers.publication.drawing import DrawingProcess, request_bytes
from helpers.publication.svg_marks import page_svg
from helpers.publication.svg_process import VEGA_LITE
from publication.examples import comparison_spec


@pytest.fixture
def process():
    """Yield a drawing process of the test's own, short of patience."""
    own = DrawingProcess(seconds=20)
    yield own
    own.close()


def child_that(monkeypatch, program):
    """Put another program in the child's place; its arguments are those of the child."""
    monkeypatch.setattr(drawing, "_COMMAND", (sys.executable, "-c", program))


def test_the_version_is_the_one_that_altair_writes():
    assert altair.SCHEMA_VERSION.startswith(f"v{VEGA_LITE}.")


def test_the_same_specification_is_drawn_once(process, monkeypatch):
    asked = []
    whole = process._ask
    monkeypatch.setattr(process, "_ask", lambda request: asked.append(1) or whole(request))
    renderer = ChartRenderer(process)
    first = renderer.svg("a", comparison_spec(300))
    assert renderer.svg("b", comparison_spec(300)) == first
    renderer.svg("c", comparison_spec(301))
    assert len(asked) == 2


def test_the_order_of_keys_changes_nothing():
    spec = comparison_spec(300)
    turned = dict(reversed(spec.items()))
    assert list(turned) != list(spec)
    assert request_bytes(turned) == request_bytes(spec)


def test_what_is_remembered_is_bounded(process, monkeypatch):
    monkeypatch.setattr(drawing, "REMEMBERED", 10)
    renderer = ChartRenderer(process)
    for width in (300, 301, 302):
        renderer.svg("a", comparison_spec(width))
    assert len(process._drawn) == 1
    assert process._kept == sum(len(reply["svg"]) for reply in process._drawn.values())


def test_no_child_without_a_chart(process):
    assert process.process_id is None


def test_the_child_ends_with_the_renderer(process):
    with ChartRenderer(process) as renderer:
        renderer.svg("a", comparison_spec(300))
        child = process._child.process
        assert child.poll() is None
    assert child.poll() == 0
    assert process.process_id is None


def test_a_dead_child_is_replaced_and_asked_again(process):
    renderer = ChartRenderer(process)
    first = renderer.svg("a", comparison_spec(300))
    before = process.process_id
    process._child.process.kill()
    process._child.process.wait()
    process._drawn.clear()
    assert renderer.svg("a", comparison_spec(300)) == first
    assert process.process_id != before


def test_a_child_that_dies_twice_is_an_error_with_its_last_words(process, monkeypatch):
    child_that(monkeypatch, "import sys; print('out of memory', file=sys.stderr); sys.exit(9)")
    with pytest.raises(PublicationError) as raised:
        ChartRenderer(process).svg("fig-a", comparison_spec(300))
    assert 'chart "fig-a"' in str(raised.value)
    assert "stopped twice (out of memory)" in str(raised.value)


def test_a_child_that_cannot_be_started_is_an_error_and_no_end(process, monkeypatch):
    monkeypatch.setattr(drawing, "_COMMAND", ("no-such-program",))
    process.start()
    with pytest.raises(PublicationError, match=r"stopped twice \(No such file"):
        ChartRenderer(process).svg("fig-a", comparison_spec(300))


def test_a_hanging_chart_is_asked_again_once_and_given_up(monkeypatch, tmp_path):
    log = tmp_path / "started"
    child_that(monkeypatch, f"import time; open({str(log)!r}, 'a').write('x'); time.sleep(60)")
    with (
        ChartRenderer(DrawingProcess(seconds=0.7)) as renderer,
        pytest.raises(PublicationError, match=r'chart "fig-slow".*not drawn within 0\.7 seconds'),
    ):
        renderer.svg("fig-slow", comparison_spec(300))
    assert log.read_text("utf-8") == "xx"


def test_a_child_that_hangs_once_is_forgiven(monkeypatch, tmp_path):
    log = tmp_path / "started"
    child_that(
        monkeypatch,
        f"import os, sys, time\nif not os.path.exists({str(log)!r}):\n"
        f"    open({str(log)!r}, 'w').close(); time.sleep(60)\n"
        "sys.argv = ['', '60', '']; import runpy\n"
        "runpy.run_module('helpers.publication.svg_process', run_name='__main__')",
    )
    with ChartRenderer(DrawingProcess(seconds=8)) as renderer:
        assert renderer.svg("fig-a", comparison_spec(300)).startswith("<svg")


def test_a_child_that_has_grown_is_renewed(process, monkeypatch):
    monkeypatch.setattr(drawing, "MOST_MEMORY", 10)
    monkeypatch.setattr(drawing, "RENEWED_AFTER", 3)
    renderer, seen = ChartRenderer(process), []
    for width in range(300, 306):
        process.start()
        seen.append(process.process_id)
        renderer.svg("a", comparison_spec(width))
    assert len(set(seen[:3])) == 1
    assert len(set(seen[3:])) == 1
    assert seen[0] != seen[3]


def test_a_child_that_has_not_grown_stays(process, monkeypatch):
    monkeypatch.setattr(drawing, "RENEWED_AFTER", 1)
    renderer = ChartRenderer(process)
    renderer.svg("a", comparison_spec(300))
    before = process.process_id
    renderer.svg("a", comparison_spec(301))
    assert process.process_id == before


def test_a_child_whose_memory_cannot_be_told_is_renewed_by_number(process, monkeypatch):
    monkeypatch.setattr(drawing, "RENEWED_UNSEEN", 2)
    process.start()
    before = process._child
    before.drawn = 1
    process._renew_if_grown(None)
    assert process._child is before
    before.drawn = 2
    process._renew_if_grown(None)
    assert process._child is None


def test_the_child_tells_its_memory(process):
    reply = process._ask(request_bytes({"chart": comparison_spec(300)}))
    assert 50 * 2**20 < reply["memory"] < drawing.MOST_MEMORY


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


def test_threads_share_one_child(process):
    drawn = {}
    renderer = ChartRenderer(process)

    def draw(width):
        drawn[width] = renderer.svg(f"w{width}", comparison_spec(width))

    threads = [threading.Thread(target=draw, args=(width,)) for width in range(300, 308)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == {width: renderer.svg("again", comparison_spec(width)) for width in drawn}
    assert len(set(drawn.values())) == 8
    assert process._child.drawn == 8


def test_a_picture_has_the_size_asked_for(charts):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>'
    png = charts.png("fig-a", svg, 2)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (60, 40)


def test_a_picture_that_cannot_be_drawn_names_its_chart(charts):
    with pytest.raises(PublicationError, match='chart "fig-a"'):
        charts.png("fig-a", "no svg", 2)


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


def test_a_converter_that_measures_in_another_font_does_not_draw(process, monkeypatch):
    # As where the renderer came without its font: the width that it measures is another.
    child_that(
        monkeypatch,
        "import sys; from helpers.publication import svg_process as child\n"
        "child.text_width = lambda text, size: 1234.0\n"
        "sys.exit(child.main(sys.argv[1:]))",
    )
    with pytest.raises(PublicationError, match="text is not measured in Liberation Sans"):
        ChartRenderer(process).svg("fig-a", {**comparison_spec(300), "title": "北京"})


def test_the_probe_is_long_enough_to_tell_fonts_apart():
    assert len(set(svg_process._PROBE)) > 10


TEXT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


def held(text):
    return page_svg(TEXT.format(text), name="x", words="y", css_class="wide")


def test_a_text_is_held_to_the_width_that_it_was_laid_out_with():
    width = f"{text_width('Wirral', 14):.2f}"
    said = held('<text font-size="14px">Wirral</text>')
    assert f'textLength="{width}" lengthAdjust="spacingAndGlyphs">Wirral' in said


def test_a_bold_line_is_held_to_its_bold_width():
    said = held('<text font-size="12px" font-weight="bold"><tspan>North West</tspan></text>')
    assert f'textLength="{text_width("North West", 12, bold=True):.2f}"' in said
    assert said.count("textLength") == 1


@pytest.mark.parametrize("words", ["100", "北京市民", "🙂🙂🙂🙂", ""])
def test_short_texts_and_those_in_other_scripts_are_left_alone(words):
    assert "textLength" not in held(f'<text font-size="14px">{words}</text>')


def test_the_parent_never_loads_the_converter():
    script = (
        "import sys, helpers.publication.page, helpers.publication.charts\n"
        "import helpers.publication.chart_server\n"
        "print(sys.modules.keys() & {'vl_convert', 'py_mini_racer'})"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(drawing._SOURCES)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.strip() == "set()"
