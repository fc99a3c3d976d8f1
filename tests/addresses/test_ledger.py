"""Published addresses: none disappears, none comes to mean another passage."""

from __future__ import annotations

import shutil
from subprocess import run
from typing import TYPE_CHECKING

import pytest

from macros.addresses.ledger import (
    LEDGER,
    Fingerprint,
    fingerprint,
    likeness,
    published_addresses,
    read_ledger,
    read_page,
    update,
    write_ledger,
)
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

FEES = "The Port Union raised harbour fees twice, against the advice of several members"
FEES_REWORDED = "Harbour fees were twice raised by the Port Union, although members advised against"
RAILS = "Rivers lost their traffic when railways reached the northern mountain valleys"
NIGHT = "Tolls collected after sunset paid most bridges between Oslo and Bergen"

PAGE = f"""
<p id="outside">Not content.</p>
<article class="md-content__inner md-typeset">
<h1 id="ships">Ships<a class="headerlink" data-search-exclude="" href="#ships">#</a></h1>
<p class="passage" id="fees"><span class="alias" id="old"></span>
  <a class="passage-number" data-search-exclude="" href="#fees">1.1</a>{FEES}
  <a class="page-mark" id="page-2" data-search-exclude="" href="#page-2">p. 2</a><br></p>
<p class="moved" id="rails">The passage that stood here is elsewhere.</p>
<ol><li id="fn:1"><span id="note-night"></span><p>{NIGHT}</p></li></ol>
</article>
<p id="below">Not content.</p>
"""


def addresses(**texts: str) -> dict[str, Fingerprint]:
    return {f"a/#{name}": fingerprint(text) for name, text in texts.items()}


def test_addresses_of_a_page() -> None:
    assert read_page(PAGE) == {
        "ships": Fingerprint("Ships"),
        "old": fingerprint(FEES),
        "page-2": Fingerprint(),
        "fees": fingerprint(FEES),
        "rails": Fingerprint("The passage that stood here is elsewhere."),
        "note-night": fingerprint(NIGHT),
        "fn:1": fingerprint(NIGHT),
    }


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [(FEES, FEES, 1, 1), (FEES, FEES_REWORDED, 0.5, 0.95), (FEES, RAILS, 0, 0.05), ("", "", 1, 1)],
)
def test_likeness(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(fingerprint(one), fingerprint(other)) <= most


BEFORE = addresses(fees=FEES, rails=RAILS)


@pytest.mark.parametrize(
    ("today", "problems"),
    [
        pytest.param(BEFORE, [], id="nothing changed"),
        pytest.param(addresses(fees=FEES, night=NIGHT, rails=RAILS), [], id="inserted"),
        pytest.param(addresses(rails=RAILS, fees=FEES), [], id="moved within the page"),
        pytest.param(addresses(fees=FEES_REWORDED, rails=RAILS), [], id="reworded"),
        pytest.param(
            addresses(rails=RAILS),
            [
                "addresses.tsv:7: "
                '"a/#fees" is gone ("The Port Union raised harbour fees twice, against '
                '…"); bring it back, or add was="a#fees" to the address of the passage that now '
                "says it"
            ],
            id="deleted",
        ),
        pytest.param(
            addresses(dues=FEES, rails=RAILS),
            [
                "addresses.tsv:7: "
                '"a/#fees" is gone; what it meant stands at "a/#dues": '
                'add was="a#fees" to its address'
            ],
            id="renamed",
        ),
        pytest.param(addresses(dues=FEES, fees=FEES, rails=RAILS), [], id="renamed with an alias"),
        pytest.param(
            addresses(fees=RAILS, rails=FEES),
            [
                "addresses.tsv:7: "
                '"a/#fees" has come to mean another passage ("Rivers lost their traffic '
                'when railways reached the …"); what it meant stands at "a/#rails": give the other '
                "passage a new address, and this one back to the first",
                "addresses.tsv: "
                '"a/#rails" has come to mean another passage ("The Port Union raised '
                'harbour fees twice, against …"); what it meant stands at "a/#fees": give the '
                "other passage a new address, and this one back to the first",
            ],
            id="swapped",
        ),
        pytest.param(
            addresses(fees=NIGHT, rails=RAILS),
            [
                "addresses.tsv:7: "
                '"a/#fees" reads quite differently ("The Port Union raised harbour fees '
                'twice, against …" before, "Tolls collected after sunset paid most bridges '
                'between …" today); if it says the same in other words, run: '
                'make addresses ACCEPT="a/#fees"'
            ],
            id="another text",
        ),
    ],
)
def test_what_becomes_of_addresses(today: dict[str, Fingerprint], problems: list[str]) -> None:
    found = update(BEFORE, today, (), {"a/#fees": 7})[1]
    assert [str(problem) for problem in found] == problems


def test_renumbered_notes_are_named_as_such_and_can_be_accepted() -> None:
    before = {"a/#fn:1": fingerprint(NIGHT), "a/#note-night": fingerprint(NIGHT)}
    today = {
        "a/#fn:1": fingerprint(RAILS),
        "a/#fn:2": fingerprint(NIGHT),
        "a/#note-night": fingerprint(NIGHT),
    }
    entries, problems = update(before, today, [])
    assert [problem.message for problem in problems] == [
        '"a/#fn:1" has become another note ("Rivers lost their traffic when railways reached the '
        '…"), since notes were inserted or moved; link to notes by #note-ID, and accept the new '
        "numbers: make addresses ACCEPT=numbers"
    ]
    assert entries["a/#fn:1"] == fingerprint(NIGHT)
    assert update(before, today, ["numbers"]) == (today, [])


def test_renumbered_notes_in_a_listing_by_chapter_can_be_accepted() -> None:
    before, today = {"n/#note-b:1": fingerprint(NIGHT)}, {"n/#note-b:1": fingerprint(RAILS)}
    assert len(update(before, today, [])[1]) == 1
    assert update(before, today, ["numbers"]) == (today, [])


def test_the_marker_of_a_note_that_is_gone_can_be_accepted() -> None:
    before = {"a/#fnref:2": Fingerprint("2")}
    assert [p.message for p in update(before, {}, [])[1]] == [
        '"a/#fnref:2" is gone ("2"); if it moved with its passage, give that its former address, '
        '{: #id was="page#id" }; if it was taken out, run: make addresses ACCEPT=numbers'
    ]
    assert update(before, {}, ["numbers"]) == ({}, [])


def test_further_markers_of_a_note_have_no_lasting_address() -> None:
    markers = '<p><sup id="fnref:1">1</sup> <sup id="fnref2:1">1</sup></p>'
    html = f'<article class="md-content__inner">{markers}</article>'
    assert list(read_page(html)) == ["fnref:1"]


def test_a_heading_or_mark_is_known_by_its_id() -> None:
    before, today = {"a/#page-2": Fingerprint("p. 2")}, {"a/#page-2": Fingerprint("p. 3")}
    assert update(before, today, ())[1] == []


def test_update_adds_what_is_new_and_keeps_what_is_wrong() -> None:
    today = addresses(fees=NIGHT, rails=RAILS, new=FEES_REWORDED)
    entries, problems = update(BEFORE, today, [])
    assert len(problems) == 1
    assert entries == {**today, "a/#fees": fingerprint(FEES)}
    accepted, problems = update(BEFORE, today, ["a/#fees"])
    assert (accepted, problems) == (today, [])


def test_the_file_holds_what_was_written() -> None:
    entries = {**BEFORE, "./": Fingerprint(), "a/": Fingerprint("p. 2: “so”")}
    read, lines, problems = read_ledger(write_ledger(entries))
    assert (read, problems) == (entries, [])
    assert lines["./"] == 3


def ledger_lines(**texts: str) -> list[str]:
    return write_ledger(addresses(**texts)).splitlines()[2:]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n") + "\n \n",
        lambda text: text + text,
    ],
    ids=["byte order mark", "Windows's ends of lines", "blank lines", "twice"],
)
def test_what_editors_and_merges_do_to_the_file_is_read(change: Callable[[str], str]) -> None:
    entries, _, problems = read_ledger(change(write_ledger(BEFORE)))
    assert (entries, problems) == (BEFORE, [])


def test_broken_lines_are_named_and_none_is_lost() -> None:
    fees, rails = ledger_lines(fees=FEES, rails=RAILS)
    text = "\n".join(
        [fees, "<<<<<<< HEAD", rails, "=======", ">>>>>>> b", fees.replace("\t", " "), "a/#x\tno\t"]
    )
    entries, lines, problems = read_ledger(text)
    assert (entries, lines) == (BEFORE, {"a/#fees": 1, "a/#rails": 3})
    assert [(problem.line, problem.message[:31]) for problem in problems] == [
        (2, "two branches differ here, and g"),
        (6, "this line is not as `make addre"),
        (7, "this line is not as `make addre"),
    ]


@pytest.mark.parametrize("today", [FEES, RAILS])
def test_of_two_lines_for_an_address_today_decides(today: str) -> None:
    text = "\n".join([*ledger_lines(fees=FEES), *ledger_lines(fees=RAILS)])
    entries, _, _ = read_ledger(text, addresses(fees=today))
    assert entries == addresses(fees=today)


def test_branches_that_publish_addresses_merge(tmp_path: Path) -> None:
    def git(*command: str) -> None:
        named = ["-c", "user.name=a", "-c", "user.email=a@a.example"]
        run(["git", *named, *command], cwd=tmp_path, check=True, capture_output=True)

    def publish(**texts: str) -> None:
        (tmp_path / LEDGER).write_text(write_ledger(addresses(**texts)), encoding="utf-8")
        git("add", "-A")
        git("commit", "-q", "-m", "Publish")

    shutil.copy(PROJECT / ".gitattributes", tmp_path)
    git("init", "-q", "-b", "main")
    publish(fees=FEES, rails=RAILS)
    git("switch", "-q", "-c", "other")
    publish(fees=FEES_REWORDED, harbours="Old harbours", rails=RAILS)
    git("switch", "-q", "main")
    publish(fees=FEES, night=NIGHT, rails=RAILS)
    git("merge", "-q", "other", "-m", "Merge")
    today = addresses(fees=FEES_REWORDED, harbours="Old harbours", night=NIGHT, rails=RAILS)
    read, _, problems = read_ledger((tmp_path / LEDGER).read_text(encoding="utf-8"), today)
    assert (read, problems) == (today, [])


def test_published_addresses_still_lead_where_they_did(site: Site) -> None:
    text = (PROJECT / LEDGER).read_text(encoding="utf-8")
    today = published_addresses(site.folder, read_ledger(text)[0])
    ledger, lines, broken = read_ledger(text, today)
    problems = [*broken, *update(ledger, today, (), lines)[1]]
    assert problems == [], "\n".join(map(str, problems))
    assert sorted(today.keys() - ledger.keys()) == [], "new addresses: run `make addresses`"
