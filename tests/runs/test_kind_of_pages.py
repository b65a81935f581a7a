"""Static or interactive pages: asked for by option or environment, and a reason for a new version."""

from __future__ import annotations

import pytest

from helpers.base.errors import ParameterError
from helpers.base.settings import PAGES_VARIABLE, find_settings
from helpers.cli import main as cli
from helpers.runs.fingerprints import changed, shared_parts


def test_pages_are_interactive_where_nothing_is_said(monkeypatch) -> None:
    monkeypatch.delenv(PAGES_VARIABLE, raising=False)
    assert find_settings().interactive


def test_the_environment_may_ask_for_static_pages(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv(PAGES_VARIABLE, "Static")
    settings = find_settings()
    assert not settings.interactive
    assert not settings.with_outputs(tmp_path).interactive


def test_another_kind_is_refused_by_name(monkeypatch) -> None:
    monkeypatch.setenv(PAGES_VARIABLE, "animated")
    with pytest.raises(ParameterError, match="interactive or static"):
        find_settings()


def test_an_option_asks_for_static_pages(tmp_path) -> None:
    asked = (["workforce"], ["wirral"], "latest", None, "data/inbox", str(tmp_path), 1)
    assert cli._request(*asked, force=False).settings.interactive
    assert not cli._request(*asked, force=False, static=True).settings.interactive


def test_the_kind_is_a_part_of_the_fingerprint_and_says_why() -> None:
    settings = find_settings()
    before, after = dict(shared_parts(settings)), dict(shared_parts(settings.static()))
    assert changed(before, after) == ("whether pages carry interactive charts changed",)
