"""The published site is replaced as a whole, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from macros.project.publishing import Staging

PROJECT = Path(__file__).parent.parent.parent
PAGES = 20
# Publishes one site after the other, each of pages that all say the same.
PUBLISH = f"""
import os, signal, sys
from itertools import count
from pathlib import Path
from macros.project.publishing import Staging
sys.platform = sys.argv[3]
signal.signal(signal.SIGINT, signal.default_int_handler)  # which runs in the background ignore
for number in count() if sys.argv[2] == "on" else range(int(sys.argv[2])):
    site = Staging(Path(sys.argv[1]), lambda: None)
    pages = {{f"{{page}}.html": f"{{os.getpid()}} {{number}}".encode() for page in range({PAGES})}}
    site.write(pages)
    site.publish()
    site.close()
"""


def begin(site: Path, times: str, platform: str = sys.platform) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PUBLISH, str(site), times, platform]
    return subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.DEVNULL)


def build(site: Path, *names: str) -> Staging:
    staging = Staging(site, pytest.fail)
    staging.write({name: name.encode() for name in names})
    return staging


def publish(site: Path, *names: str) -> None:
    staging = build(site, *names)
    staging.publish()
    staging.close()


def contents(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def assert_whole(site: Path) -> None:
    pages = [path.read_bytes() for path in site.iterdir()]
    assert (len(pages), len({*pages})) == (PAGES, 1)


def test_the_next_site_is_made_in_a_hidden_place_beside_it(tmp_path: Path) -> None:
    staging = build(tmp_path / "site", "index.html")
    assert staging.path.parent.parent == tmp_path
    assert all(path.name.startswith(".site-") for path in tmp_path.iterdir())
    staging.close()
    assert contents(tmp_path) == []


def test_former_site_is_replaced_as_a_whole(tmp_path: Path) -> None:
    for name in ("old.html", "docs/new.html"):
        publish(tmp_path / "site", name)
    assert contents(tmp_path) == ["site", "site/docs", "site/docs/new.html"]
    assert (tmp_path / "site").stat().st_mode & 0o077 == 0o077 & ~_umask()


def _umask() -> int:
    os.umask(mask := os.umask(0))
    return mask


def test_a_site_that_is_not_published_goes(tmp_path: Path) -> None:
    publish(tmp_path / "site", "old.html")
    build(tmp_path / "site", "new.html").close()
    nothing = build(tmp_path / "site")
    with pytest.raises(FileNotFoundError):
        nothing.publish()
    nothing.close()
    assert contents(tmp_path / "site") == ["old.html"]


def test_files_beside_the_site_are_replaced_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"old")
    staging = build(tmp_path / "site", "index.html")
    archive = staging.path.with_name("a.zip")
    archive.write_bytes(b"new")
    assert (tmp_path / "a.zip").read_bytes() == b"old"
    assert staging.publish(beside=[archive]) == [tmp_path / "a.zip"]
    staging.close()
    assert contents(tmp_path) == ["a.zip", "site", "site/index.html"]
    assert (tmp_path / "a.zip").read_bytes() == b"new"


def test_what_is_hidden_in_a_site_stays(tmp_path: Path) -> None:
    publish(tmp_path / "site", ".git/HEAD", ".nojekyll", "old.html", "part/.hidden")
    (tmp_path / "site" / ".link").symlink_to("nowhere")
    publish(tmp_path / "site", "new.html")
    assert contents(tmp_path / "site") == [".git", ".git/HEAD", ".link", ".nojekyll", "new.html"]


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    publish(tmp_path / "srv" / "www", "old.html")
    (tmp_path / "site").symlink_to(tmp_path / "srv" / "www")
    publish(tmp_path / "site", "new.html")
    assert contents(tmp_path / "srv") == ["www", "www/new.html"]
    assert (tmp_path / "site").is_symlink()


def test_a_file_in_the_place_of_the_site_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").touch()
    with pytest.raises(NotADirectoryError):
        Staging(tmp_path / "site", pytest.fail)


def test_a_replacement_that_was_killed_halfway_is_undone(tmp_path: Path) -> None:
    """As a system leaves it that cannot exchange two folders at one stroke."""
    publish(tmp_path / ".site-building-abcd_123" / "former", "old.html")
    (tmp_path / ".site-building-12345678" / "site").mkdir(parents=True)
    publish(tmp_path / ".site-building-other-1234", "of another site.html")
    staging = build(tmp_path / "site", "new.html")
    assert contents(tmp_path / "site") == ["old.html"]
    staging.close()
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site-building-other-1234"}


ENDS = [(end, sys.platform) for end in ("SIGKILL", "SIGTERM", "SIGINT")]
ENDS += [(end, "one without exchanges") for end in ("SIGKILL", "SIGINT")]


@pytest.mark.parametrize(("end", "platform"), ENDS)
def test_an_interruption_at_any_moment_leaves_a_whole_site(
    tmp_path: Path, end: str, platform: str
) -> None:
    site = tmp_path / "site"
    for moment in range(6):
        process = begin(site, "on", platform)
        while not site.exists():
            time.sleep(0.001)
        time.sleep(0.05 + moment * 0.0017)
        process.send_signal(signal.Signals[end])
        process.wait()
        if platform != sys.platform:  # where the next build puts it back
            Staging(site, pytest.fail).close()
        assert_whole(site)
    staging = Staging(site, lambda: None)
    assert_whole(site)
    staging.close()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_overlapping_builds_wait_for_each_other(tmp_path: Path) -> None:
    first = build(tmp_path / "site", "index.html")
    process = begin(tmp_path / "site", "1")
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    first.publish()
    assert contents(tmp_path / "site") == ["index.html"]
    others = [begin(tmp_path / "site", "5") for _ in range(2)]
    first.close()
    assert [each.wait(30) for each in (process, *others)] == [0, 0, 0]
    assert_whole(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
