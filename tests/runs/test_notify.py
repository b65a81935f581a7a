"""Notifications reach a mail server and a webhook, keep their passwords, and change no exit code."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import sys

import pytest
from typer.testing import CliRunner

from helpers.base.errors import OutputsLocked, ParameterError
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import NOTIFY_VARIABLE, OUTPUTS_VARIABLE, ROOT_VARIABLE
from helpers.cli.main import app
from helpers.publication.site_address import remember
from helpers.runs import run as running
from helpers.runs.notice import Notice
from helpers.runs.notify import addresses, reading_place, telling
from helpers.runs.services import open_services, send
from runs.listening import HERE, PASSWORD, USER, free_port, mailbox, webhook
from runs.projects import make_project, write_notebook
from runs.test_notices import done, report

NOTICE = Notice(
    "Care workbooks: 1 failed", "1 report: 1 failed.\n\n- St Helens <b> & co", "warning"
)


@pytest.fixture
def mail():
    with mailbox() as box:
        yield box


@pytest.fixture
def hook():
    with webhook() as taken:
        yield taken


def sent(address, notice=NOTICE):
    (service,) = open_services([address])
    return send(service, notice)


def test_a_letter_reaches_a_mail_server(mail) -> None:
    assert sent(mail.address) == ""
    (letter,) = mail.letters
    assert letter["Subject"] == NOTICE.title
    assert "board@example.org" in letter["To"] and "care@example.org" in letter["From"]
    text = letter.get_body(("plain",)).get_content()
    assert [line.rstrip() for line in text.strip().splitlines()] == NOTICE.body.splitlines()
    html = letter.get_body(("html",))
    assert html is None or "St Helens &lt;b&gt; &amp; co" in html.get_content()


def test_a_message_reaches_a_webhook_and_names_nobody_elses_pictures(hook) -> None:
    assert sent(hook.address) == ""
    (post,) = hook.posts
    assert (post["title"], post["message"], post["type"]) == (NOTICE.title, NOTICE.body, "warning")
    assert "http" not in json.dumps(post)


def failing(kind, mail, hook):
    if kind == "refusing":
        hook.status = 503
        return hook.address
    if kind == "silent":
        return f"json://{USER}:{PASSWORD}@{HERE}:{free_port()}/{PASSWORD}"
    if kind == "silent mail":
        return (
            f"mailto://{USER}:{PASSWORD}@{HERE}:{free_port()}?mode=insecure&from=a@b.org&to=c@d.org"
        )
    return mail.written("wr0ng%20%40pass")


@pytest.mark.parametrize("kind", ["refusing", "silent", "silent mail", "wrong password"])
def test_what_cannot_be_sent_says_why_without_its_address(kind, mail, hook, capfd) -> None:
    fault = sent(failing(kind, mail, hook))
    assert len(fault) > 10
    printed = "".join(capfd.readouterr())
    for secret in (PASSWORD, USER, "wr0ng", "@pass", "example.org"):
        assert secret not in fault + printed
    assert printed == ""


@pytest.mark.parametrize(
    "address", ["", "outlook", f"nothing://{PASSWORD}", f"mailto://{PASSWORD}", "json://"]
)
def test_what_is_no_address_is_refused_before_a_run_and_not_shown(address, capfd) -> None:
    with pytest.raises(ParameterError) as refused:
        open_services(["json://localhost", address])
    assert "address 2 of 2" in str(refused.value) and "what to do" in str(refused.value)
    assert PASSWORD not in str(refused.value) + "".join(capfd.readouterr())


def test_without_the_extra_the_mend_is_said(monkeypatch, project_root) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert open_services([]) == ()
    with pytest.raises(ParameterError, match="not installed") as refused:
        open_services(["json://localhost"])
    assert (project_root / "requirements-notify.lock").is_file()
    assert "-r requirements-notify.lock" in refused.value.mend


def test_a_service_does_not_show_its_address() -> None:
    (service,) = open_services([f"json://{USER}:{PASSWORD}@localhost"])
    assert PASSWORD not in repr(service) and "localhost" not in repr(service)


def test_a_fault_inside_of_a_service_is_told_and_not_raised() -> None:
    class Breaking:
        def notify(self, **_):
            raise OSError(PASSWORD)

    (service,) = open_services([f"json://{USER}:{PASSWORD}@localhost"])
    assert send(dataclasses.replace(service, sender=Breaking()), NOTICE) == "OSError"


def test_apprises_log_is_as_before_afterwards(hook) -> None:
    logger = logging.getLogger("apprise")
    before = logger.propagate, list(logger.handlers)
    assert sent(hook.address) == ""
    assert (logger.propagate, list(logger.handlers)) == before


def test_addresses_of_the_command_line_go_before_the_variables() -> None:
    assert addresses(None, " json://a  json://b,json://c\njson://a ") == (
        "json://a",
        "json://b,json://c",
    )
    assert addresses(["json://d"], "json://a") == ("json://d",)
    assert addresses(None, "") == ()


def test_the_place_to_read_is_the_sites_address_or_its_page(tmp_path) -> None:
    here = dataclasses.replace(report(), index=str(tmp_path / "index.html"))
    assert reading_place(here) == here.index
    remember(tmp_path, "https://www.example.gov.uk/care/", ())
    assert reading_place(here) == "https://www.example.gov.uk/care/"


def test_a_stop_is_told_once_and_another_run_not_at_all(hook) -> None:
    said = []
    with pytest.raises(RuntimeError), telling([hook.address], said.append):
        raise RuntimeError(PASSWORD)
    assert [post["type"] for post in hook.posts] == ["failure"]
    with pytest.raises(RuntimeError), telling([hook.address], said.append) as tell:
        tell(report(done("published")))
        raise RuntimeError
    assert [post["type"] for post in hook.posts] == ["failure", "success"]
    with pytest.raises(OutputsLocked), telling([hook.address], said.append):
        raise OutputsLocked("outputs", "another run holds it")
    assert len(hook.posts) == 2 and said == ["Notified by JSON."] * 2


@pytest.fixture
def command(project_root, tmp_path, monkeypatch):
    """The command, with a run that ends at once as it is told."""
    monkeypatch.setenv(ROOT_VARIABLE, str(project_root))
    monkeypatch.setenv(OUTPUTS_VARIABLE, str(tmp_path))

    def call(ended, *options, variable=""):
        seen = []

        def instead(request, progress):
            seen.append((dict(os.environ), repr(request)))
            return ended

        monkeypatch.setattr(running, "run", instead)
        result = CliRunner().invoke(app, ["run", *options], env={NOTIFY_VARIABLE: variable or None})
        for environment, request in seen:
            assert NOTIFY_VARIABLE not in environment and PASSWORD not in request
        assert PASSWORD not in result.output
        return result, bool(seen)

    return call


def test_a_failed_notification_changes_no_exit_code_and_is_said_on_stderr(command, hook) -> None:
    hook.status = 500
    for ended, code in ((report(done("published")), 0), (report(done("failed")), 1)):
        result, _ = command(ended, "--json", variable=hook.address)
        assert result.exit_code == code
        assert "could not be sent" in result.stderr and "run is not affected" in result.stderr
        assert json.loads(result.stdout)["exit_code"] == code
    assert len(hook.posts) == 2


def test_nobody_is_told_unless_it_is_asked_for(command, hook) -> None:
    result, _ = command(report(done("failed")))
    assert result.exit_code == 1 and result.stderr == "" and hook.posts == []


def test_a_run_with_nothing_new_tells_nobody(command, hook) -> None:
    result, ran = command(report(done("unchanged")), "--notify", hook.address)
    assert ran and result.exit_code == 0 and hook.posts == []


def test_an_address_that_is_none_stops_before_the_run(command) -> None:
    result, ran = command(report(), "--notify", f"nothing://{PASSWORD}")
    assert isinstance(result.exception, ParameterError) and result.exception.exit_code == 2
    assert not ran and PASSWORD not in str(result.exception)


def test_an_option_that_cannot_be_used_is_told_too(command, hook) -> None:
    result, ran = command(report(), "--area", "wirrall", variable=hook.address)
    assert isinstance(result.exception, ParameterError) and not ran
    (post,) = hook.posts
    assert 'area "wirrall"' in post["message"] and "Exit code 2." in post["message"]


def test_a_whole_run_tells_and_leaves_no_address_behind(
    project_root, tmp_path, monkeypatch, mail, hook
) -> None:
    settings = make_project(project_root, tmp_path / "project", "placements", "workforce")
    look = f'import os\nassert "{NOTIFY_VARIABLE}" not in os.environ'
    write_notebook(settings.root, "placements", look)
    write_notebook(settings.root, "workforce", "1 / 0")
    monkeypatch.setenv(ROOT_VARIABLE, str(settings.root))
    monkeypatch.delenv(OUTPUTS_VARIABLE, raising=False)
    asked = ["run", "--area", "wirral", "--theme", "placements", "--theme", "workforce"]
    both = {NOTIFY_VARIABLE: f"{mail.address} {hook.address}"}
    result = CliRunner().invoke(app, asked, env=both)
    assert result.exit_code == 1, result.output
    (post,), (letter,) = hook.posts, mail.letters
    assert (
        letter["Subject"]
        == post["title"]
        == "Care workbooks: 1 failed, 1 new version (sample data)"
    )
    assert post["message"].startswith(SAMPLE_MARK)
    assert "ZeroDivisionError" in post["message"] or "division by zero" in post["message"]
    assert f"Read the reports: {settings.outputs / 'index.html'}" in post["message"]
    files = [path for path in settings.outputs.rglob("*") if path.is_file()]
    assert any(path.name == "run.json" for path in files)
    for secret in (PASSWORD, str(mail.port), hook.address):
        assert [path for path in files if secret.encode() in path.read_bytes()] == []
        assert secret not in result.output
