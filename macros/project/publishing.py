"""A folder is replaced as a whole, or not at all: what is published stays if a build fails."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from errno import EISDIR, ENOTDIR
from pathlib import Path
from tempfile import mkdtemp
from time import sleep
from typing import IO
from weakref import finalize

_FORMER = "former"


class Staging:
    """A place beside a folder in which its next contents are made, by one build at a time.

    `folder` is the one to replace: where it is a link, what that leads to. `path` is the new one,
    which whoever makes it creates. A build that ends without `publish` leaves all as it was.
    """

    def __init__(self, folder: Path, on_wait: Callable[[], None]) -> None:
        """Wait for other builds of the folder, and clear up behind those that were killed.

        `on_wait` is called once if there is one to wait for. Raises OSError where nothing can be
        written beside the folder.
        """
        self.folder = folder.resolve()
        if self.folder.is_file():
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(folder))
        beside, name = self.folder.parent, self.folder.name
        beside.mkdir(parents=True, exist_ok=True)
        self._lock = _Lock(beside / f".{name}-lock", on_wait)
        place = re.compile(rf"\.{re.escape(name)}-building-\w{{8}}")
        for rest in filter(lambda path: place.fullmatch(path.name), list(beside.iterdir())):
            _tidy(rest, self.folder)
        self._place = Path(mkdtemp(prefix=f".{name}-building-", dir=beside))
        self._tidied = finalize(self, _tidy, self._place, self.folder)  # also at an interruption
        self.path = self._place / name

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files, path → content, into the new folder."""
        for path, content in files.items():
            file = self.path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def publish(self, beside: Iterable[Path] = (), others: Iterable[Staging] = ()) -> list[Path]:
        """Put the new folder in the place of the former one; then `others`, and files beside it.

        What is hidden in the former folder, such as `.git`, stays in it: MkDocs leaves that alone
        too. Returns where the files are. Raises OSError, with all as it was, where the folder
        cannot be replaced, or there is no room for what is hidden.
        """
        every = [self, *others]
        files = {file: self.folder.with_name(file.name) for file in beside}
        if taken := next(filter(Path.is_dir, files.values()), None):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(taken))
        for each in every:
            if each.folder.is_dir():
                _keep_hidden(each.folder, each.path)
        for each in every:
            _replace(each.folder, each.path, each._place / _FORMER)
        return [file.replace(place) for file, place in files.items()]

    def close(self) -> None:
        """Let other builds of the folder begin; what has not been published goes."""
        self._tidied()
        self._lock.release()


def _tidy(place: Path, folder: Path) -> None:
    """Remove the place of a build; where it ended in the middle of a replacement, undo that."""
    if (place / _FORMER).exists() and not folder.exists():
        (place / _FORMER).rename(folder)
    shutil.rmtree(place, ignore_errors=True)


def _keep_hidden(former: Path, new: Path) -> None:
    for path in former.glob(".*"):
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True, dirs_exist_ok=True)
        else:
            shutil.copy2(path, new / path.name, follow_symlinks=False)


def _replace(folder: Path, new: Path, former: Path) -> None:
    """Let `folder` hold what `new` does: at one stroke where the system can, else in two.

    A build that is killed between the two leaves `former`, which `_tidy` puts back.
    """
    if not folder.exists():
        new.rename(folder)
    elif not _exchange(new, folder):
        folder.rename(former)
        new.rename(folder)


def _exchange(one: Path, other: Path) -> bool:
    """Let two paths change places at one stroke; returns whether the system could.

    Python has no function for it. Sources: the manual pages renameat2(2) of Linux, whose -100 is
    the folder that paths are counted from, and renamex_np(2) of macOS; 2 asks for the exchange.
    """
    from ctypes import CDLL

    a, b = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            return bool(CDLL(None).renameat2(-100, a, -100, b, 2) == 0)
        if sys.platform == "darwin":
            return bool(CDLL(None).renamex_np(a, b, 2) == 0)
    except (AttributeError, OSError):
        pass  # an older system
    return False


class _Lock:
    """A file that one process holds at a time; the system lets go of it when the process ends."""

    def __init__(self, path: Path, on_wait: Callable[[], None]) -> None:
        self._path, self._file = path, _try_to_lock(path)
        if not self._file:
            on_wait()
        while not self._file:
            sleep(0.1)
            self._file = _try_to_lock(path)

    def release(self) -> None:
        if self._file:
            if sys.platform != "win32":  # which removes no open file
                self._path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


def _try_to_lock(path: Path) -> IO[str] | None:
    """Return the file, locked; or nothing, if another process holds it or has removed it."""
    file = path.open("w")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(path.stat(), os.fstat(file.fileno())):
                raise BlockingIOError
    except (BlockingIOError, FileNotFoundError, PermissionError):  # the last is Windows's
        file.close()
        return None
    return file
