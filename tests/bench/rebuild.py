"""What `mkdocs serve` does after a chapter has been edited: builds again in the same process.

`python -m tests.bench.rebuild SITE PAGE TIMES` prints the CPU seconds of each further build.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ADDRESS = "http://127.0.0.1:8000/"


def rebuild(site: Path, page: str, times: int) -> list[float]:
    """Build as for a preview, then again each time that a page was edited; the page is restored."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    os.chdir(site)
    path = Path("docs") / page
    before = path.read_text(encoding="utf-8")
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        load_config(site_dir=folder).plugins.on_startup(command="serve", dirty=False)
        try:
            for time_number in range(times + 1):
                title, _, rest = before.partition("\n\n")
                path.write_text(f"{title}\n\nEdit {time_number}. {rest}", encoding="utf-8")
                started = time.process_time()
                config = load_config(site_dir=folder)
                config.site_url = ADDRESS
                build(config, serve_url=ADDRESS)
                seconds.append(time.process_time() - started)
        finally:
            path.write_text(before, encoding="utf-8")
    return seconds[1:]


if __name__ == "__main__":
    print(*rebuild(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
