"""A file from a publisher: whole, resumed, of its size and digest, and never in another's place."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime

import pytest

from extracts.fetching_server import (
    BODY,
    CHANGED,
    NAME,
    QUICK,
    SHA256,
    all_of,
    answers,
    failure,
    kept,
    refuses,
)
from helpers.base.errors import FetchFailed, PublicationError
from helpers.extracts.fetching import Fetched, Limits, fetch_file
from helpers.extracts.snapshot import Download, Snapshot, record_path


def test_a_whole_file_arrives_with_its_record(fetch, publisher, inbox):
    publisher.will(answers(Last_Modified=CHANGED))
    before = datetime.now(UTC).replace(microsecond=0)
    fetched = fetch(sha256=SHA256.upper(), bytes=len(BODY))
    assert fetched.path.read_bytes() == BODY and not fetched.already
    assert kept(inbox) == [NAME]
    record = Snapshot.model_validate_json(record_path(inbox, NAME).read_text("utf-8"))
    assert record == fetched.snapshot
    assert before <= record.fetched_at <= datetime.now(UTC)
    assert record.model_dump(exclude={"fetched_at", "landing_page"}) == {
        "dataset": "ascof_timeseries",
        "publisher": "Department of Health and Social Care",
        "licence": "Open Government Licence v3.0",
        "file_name": NAME,
        "edition": "2024-25",
        "address": publisher.address,
        "answered_by": publisher.address,
        "last_modified": datetime(2025, 12, 18, 9, 30, tzinfo=UTC),
        "etag": '"one"',
        "bytes": len(BODY),
        "sha256": SHA256,
        "pinned": True,
    }
    assert record.landing_page.startswith("https://www.gov.uk/government/statistics/")
    assert fetch.seen[0] == (0, len(BODY)) and fetch.seen[-1] == (len(BODY), len(BODY))
    assert publisher.asked[0][1]["User-Agent"].startswith("care-workbooks/")


def test_a_digest_that_the_contract_does_not_name_is_just_recorded(fetch, publisher, inbox):
    publisher.will(answers())
    assert fetch().snapshot.pinned is False
    assert json.loads(record_path(inbox, NAME).read_text("utf-8"))["sha256"] == SHA256


def test_a_transfer_that_breaks_off_goes_on_where_it_stopped(fetch, publisher, inbox):
    publisher.will(answers(sent=100_000), answers(sent=50_000), answers())
    assert fetch(sha256=SHA256).path.read_bytes() == BODY
    assert publisher.ranges() == [None, "bytes=100000-", "bytes=150000-"]
    assert publisher.asked[1][1]["If-Range"] == '"one"'
    assert kept(inbox) == [NAME]


def test_without_an_etag_the_date_of_the_file_says_whether_to_go_on(fetch, publisher):
    publisher.will(
        answers(sent=9000, etag=None, Last_Modified=CHANGED),
        answers(etag=None, Last_Modified=CHANGED),
    )
    assert fetch().path.read_bytes() == BODY
    assert publisher.asked[1][1]["If-Range"] == CHANGED


@pytest.mark.parametrize("etag", [None, 'W/"weak"'])
def test_without_a_strong_mark_it_begins_again(fetch, publisher, etag):
    publisher.will(answers(sent=9000, etag=etag), answers(etag=etag))
    assert fetch().path.read_bytes() == BODY
    assert publisher.ranges() == [None, None]


def test_a_later_fetch_goes_on_from_the_part_of_an_earlier_one(fetch, publisher, inbox):
    publisher.will(answers(sent=100_000), refuses(503))
    assert "localhost is busy (answer 503); asked 4 times" in failure(fetch)
    assert (inbox / f".{NAME}.part").stat().st_size == 100_000
    publisher.will(answers())
    assert fetch(sha256=SHA256).path.read_bytes() == BODY
    assert publisher.ranges()[-1] == "bytes=100000-"
    assert fetch.seen[0] == (100_000, len(BODY))


def test_the_part_of_another_address_is_not_gone_on_from(fetch, publisher):
    publisher.will(answers(sent=1000), refuses(503))
    failure(fetch)
    publisher.will(answers())
    assert fetch(address=f"{publisher.address}?edition=2").path.read_bytes() == BODY
    assert publisher.ranges()[-1] is None


def test_a_server_that_knows_no_ranges_begins_again(fetch, publisher):
    publisher.will(answers(sent=100_000), answers(ranges=False))
    assert fetch(sha256=SHA256).path.read_bytes() == BODY
    assert publisher.ranges() == [None, "bytes=100000-"]


def test_a_file_changed_between_begins_again(fetch, publisher):
    newer = b"another edition, invented " * 9000
    publisher.will(answers(sent=100_000), answers(newer, etag='"two"'))
    fetched = fetch()
    assert fetched.path.read_bytes() == newer
    assert fetched.snapshot.etag == '"two"'


def test_a_range_of_a_changed_file_is_not_joined_to_the_old_part(fetch, publisher):
    newer = b"another edition, invented " * 9000

    def blind(handler):
        # Minds Range and not If-Range, as some do.
        handler.headers.replace_header("If-Range", '"two"')
        answers(newer, etag='"two"')(handler)

    publisher.will(answers(sent=100_000), blind, answers(newer, etag='"two"'))
    assert fetch().path.read_bytes() == newer
    assert publisher.ranges() == [None, "bytes=100000-", None]


def test_a_range_other_than_the_one_asked_for_is_not_joined(fetch, publisher):
    def shifted(handler):
        handler.send_response(206)
        handler.send_header("Content-Range", f"bytes 5-{len(BODY) - 1}/{len(BODY)}")
        handler.send_header("Content-Length", str(len(BODY) - 5))
        handler.end_headers()
        handler.wfile.write(BODY[5:])

    publisher.will(answers(sent=100_000), shifted, answers())
    assert fetch().path.read_bytes() == BODY


def test_a_part_longer_than_the_file_begins_again(fetch, publisher, inbox):
    publisher.will(answers(sent=1000), refuses(503))
    failure(fetch)
    (inbox / f".{NAME}.part").write_bytes(BODY)
    publisher.will(answers())
    assert fetch(sha256=SHA256).path.read_bytes() == BODY
    assert publisher.ranges()[-2:] == [f"bytes={len(BODY)}-", None]


def test_a_server_that_always_breaks_off_ends_in_words_and_keeps_the_part(fetch, publisher, inbox):
    publisher.will(answers(sent=1000))
    told = failure(fetch)
    assert "localhost announced" in told and "and sent 1,000; asked 4 times" in told
    assert "goes on from what has arrived" in told
    assert len(publisher.asked) == 4
    assert (inbox / f".{NAME}.part").read_bytes() == BODY[:4000]


def test_a_length_that_is_too_long_is_caught(fetch, publisher, inbox):
    publisher.will(answers(announced=len(BODY) + 500, etag=None))
    told = failure(fetch)
    assert f"announced {len(BODY) + 500:,} bytes and sent {len(BODY):,}" in told
    assert NAME not in kept(inbox)


def test_a_length_that_is_too_short_is_caught(fetch, publisher, inbox):
    publisher.will(answers(announced=1000))
    assert "announced 1,000 bytes and sent more" in failure(fetch)
    assert kept(inbox) == [] and len(publisher.asked) == 1


def test_a_file_without_a_length_is_read_to_its_end(fetch, publisher):
    publisher.will(answers(announced="nothing"))
    assert fetch(sha256=SHA256).path.read_bytes() == BODY
    assert fetch.seen[-1] == (len(BODY), None)


def test_a_file_in_chunks_that_breaks_off_is_not_taken_for_whole(fetch, publisher):
    def chunked(whole):
        def turn(handler):
            handler.protocol_version = "HTTP/1.1"
            handler.send_response(200)
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            for half in (BODY[:5000], BODY[5000:]) if whole else (BODY[:5000],):
                handler.wfile.write(b"%x\r\n%s\r\n" % (len(half), half))
            if whole:
                handler.wfile.write(b"0\r\n\r\n")

        return turn

    publisher.will(chunked(whole=False), chunked(whole=True))
    assert fetch(sha256=SHA256).path.read_bytes() == BODY
    assert len(publisher.asked) == 2


def test_a_file_over_the_limit_is_not_even_begun(fetch, publisher, inbox):
    publisher.will(answers())
    told = failure(fetch, limits=Limits(most_bytes=200_000))
    assert f"announces {len(BODY):,} bytes" in told and "at most 200,000 bytes" in told
    assert kept(inbox) == [] and fetch.seen == []


@pytest.mark.parametrize("announced", ["nothing", 1000])
def test_the_limit_holds_whatever_the_header_says(fetch, publisher, inbox, announced):
    publisher.will(answers(announced=announced, bit=10_000, wait=0.01))
    told = failure(fetch, limits=Limits(most_bytes=100_000))
    assert "sends more than 100,000 bytes" in told or "announced 1,000 bytes" in told
    assert kept(inbox) == []
    assert max((have for have, _ in fetch.seen), default=0) <= 100_000


def test_a_size_in_the_contract_gives_the_limit(fetch, publisher):
    publisher.will(answers())
    assert "at most 120,000 bytes" in failure(fetch, bytes=100_000)
    assert fetch(bytes=int(len(BODY) / 1.1)).path.is_file()


def test_a_page_to_log_in_is_not_taken_for_the_file(fetch, publisher, inbox):
    publisher.will(answers(b"<html>Please log in", Content_Type="text/html; charset=utf-8"))
    assert "localhost sent a web page, not the file" in failure(fetch)
    assert kept(inbox) == []


def test_an_empty_or_packed_file_is_refused(fetch, publisher, inbox):
    publisher.will(refuses(200))
    assert "sent an empty file" in failure(fetch)
    publisher.will(answers(Content_Encoding="gzip"))
    assert "packed (gzip)" in failure(fetch)
    assert kept(inbox) == []


def test_another_digest_than_the_contracts_is_not_kept(fetch, publisher, inbox):
    publisher.will(answers())
    told = failure(fetch, sha256="0" * 64)
    assert "the publisher has replaced the file: the contract was written for 0000" in told
    assert SHA256 in told and "workbooks check FILE" in told and "https://www.gov.uk" in told
    assert kept(inbox) == [] and not record_path(inbox, NAME).exists()


def test_what_is_there_already_is_not_asked_for_when_its_digest_is_known(fetch, publisher, inbox):
    publisher.will(answers())
    assert not fetch(sha256=SHA256).already
    assert fetch(sha256=SHA256).already
    assert len(publisher.asked) == 1


def test_what_is_there_already_stays_where_no_digest_is_known(fetch, publisher, inbox):
    (inbox / NAME).write_bytes(BODY)
    publisher.will(answers())
    assert fetch() == Fetched(inbox / NAME, already=True, snapshot=None)
    assert kept(inbox) == [NAME]


@pytest.mark.parametrize("sha256", [SHA256, None])
def test_another_file_of_that_name_is_never_overwritten(fetch, publisher, inbox, sha256):
    (inbox / NAME).write_bytes(b"the analyst's own")
    publisher.will(answers())
    told = failure(fetch, sha256=sha256)
    assert "is in inbox already, with other content" in told
    assert (inbox / NAME).read_bytes() == b"the analyst's own"
    assert kept(inbox) == [NAME]
    assert len(publisher.asked) == (0 if sha256 else 1)


def test_a_second_fetch_into_the_folder_waits_its_turn(fetch, publisher, contracts, inbox):
    publisher.will(answers(bit=len(BODY) // 4, wait=0.3))
    told = []
    other = threading.Thread(target=lambda: told.append(fetch()))
    other.start()
    until = time.monotonic() + 5
    while not publisher.asked and time.monotonic() < until:
        time.sleep(0.01)
    wanted = Download(name="other.ods", address=publisher.address)
    with pytest.raises(FetchFailed, match="another fetch is writing into inbox"):
        fetch_file(contracts(), wanted, inbox, lambda *_: None, QUICK)
    other.join()
    assert told[0].path.read_bytes() == BODY


def test_one_file_that_fails_does_not_stop_the_next(contracts, inbox, publisher):
    publisher.will(refuses(404), answers())
    gone, came = all_of(
        contracts,
        inbox,
        {"name": "a.ods", "address": publisher.address},
        {"name": "b.ods", "address": publisher.address, "edition": 2025},
    )
    assert "answer 404" in str(gone)
    assert came.path == inbox / "b.ods" and came.snapshot.edition == "2025"


def test_a_folder_that_cannot_be_written_is_said(fetch, publisher, inbox):
    (inbox / ".snapshots").write_text("in the way", "utf-8")
    publisher.will(answers())
    with pytest.raises(PublicationError, match="a file in its place") as caught:
        fetch()
    assert caught.value.place == str(inbox / ".snapshots")
    assert publisher.asked == []


def test_a_part_that_cannot_be_written_is_said(fetch, publisher, inbox):
    (inbox / f".{NAME}.part").mkdir()
    publisher.will(answers())
    with pytest.raises(PublicationError, match=f"{NAME}.part: it could not be written"):
        fetch()
