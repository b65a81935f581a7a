"""How a table is set: notes below, promises' numbers unbroken, names of figures said once."""

from __future__ import annotations

from helpers.publication.emitted import Column, Table
from helpers.publication.markdown import inline
from helpers.publication.table_layout import MOST_BESIDE_NOTES, lay_out
from helpers.publication.unbroken import unbroken

FAR = "Far from other councils"


def with_notes(notes: list[str], beside: int) -> Table:
    columns = [Column(name="measure", label="Measure")]
    columns += [Column(name=f"n{i}", label=f"N{i}", numeric=True) for i in range(beside)]
    columns.append(Column(name="note", label="Note"))
    rows = [[f"Measure {i}", *["1"] * beside, note] for i, note in enumerate(notes)]
    return Table(id="t", caption="A table", columns=columns, rows=rows)


def test_notes_of_a_wide_table_stand_below_it_with_the_rows_that_they_are_about():
    laid = lay_out(with_notes([FAR, "", FAR, "Few"], MOST_BESIDE_NOTES))
    assert [column.name for column in laid.columns][-1] == f"n{MOST_BESIDE_NOTES - 1}"
    assert laid.below == ((FAR, ("Measure 0", "Measure 2")), ("Few", ("Measure 3",)))
    assert all(FAR not in row for row in laid.rows)


def test_a_narrow_table_keeps_its_notes_beside():
    laid = lay_out(with_notes([FAR, ""], 2))
    assert laid.below == () and laid.columns[-1].name == "note"


def test_a_note_of_every_row_is_said_once_above():
    laid = lay_out(with_notes([FAR, FAR], MOST_BESIDE_NOTES))
    assert laid.below == () and laid.once == (("Note", FAR),)


def test_the_number_of_a_promise_is_one_word_and_other_numbers_are_left():
    assert unbroken("see 000-14, and 2024-25") == (
        'see <span class="whole">000-14</span>, and 2024-25'
    )
    assert unbroken("<b>002-1</b>") == '&lt;b&gt;<span class="whole">002-1</span>&lt;/b&gt;'
    assert unbroken("1000-14 or 000-14-5 or 020 7946-000") == "1000-14 or 000-14-5 or 020 7946-000"


def test_prose_is_escaped_once_and_holds_the_numbers_of_promises_together():
    found = inline('A "quote" & a <b>tag</b>, see 000-14.')
    assert found == (
        'A &quot;quote&quot; &amp; a &lt;b&gt;tag&lt;/b&gt;, see <span class="whole">000-14</span>.'
    )
