"""What MkDocs knows of a project, as the engine takes it."""

from __future__ import annotations

import pytest
from mkdocs.config import load_config

from macros.project.reading import is_backup, read_project
from tests.conftest import PROJECT

ADDRESSES = [
    ("https://example.org", True),
    ("https://example.org:8000/a/ü/%20b", True),
    ("https://example.org/a b/", False),
    ("https://example.org/ ", False),
    ("https://example.org/?a=b", False),
    ("https://example.org/#a", False),
    ("ftp://example.org/", False),
    ("https://example.org/<b>", False),
]


@pytest.mark.parametrize(("address", "is_right"), ADDRESSES)
def test_address_of_the_site(address: str, is_right: bool) -> None:
    settings = str(PROJECT / "mkdocs.yml")
    config = load_config(settings, site_url=address, hooks=[], plugins=[])
    problems = [str(p) for p in read_project(config)[1] if "site_url" in p.message]
    told = f'mkdocs.yml: site_url: "{config.site_url}" is no address of a folder on the web; '
    assert [problem.startswith(told) for problem in problems] == [True] * (not is_right)


BACKUPS = ["x.md~", "a/.#x.md", "#x.md#", "x.md.orig", "x.BAK", ".x.md.swp", "~$x.docx", "x.rej"]


def test_what_editors_leave_behind() -> None:
    assert [name for name in BACKUPS if not is_backup(name)] == []
    kept = ["x.md", "a~/x.md", "# 1.md", "orig.md", "a#b.png", ".nojekyll", "x.sws.md"]
    assert [name for name in kept if is_backup(name)] == []
