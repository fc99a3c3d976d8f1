"""Builds the corpora with the engine and without it, in turns, and compares: `make bench`.

This process must stay small: Linux counts its memory as that of the builds it starts.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).parent.parent.parent
WORKSHOP = PROJECT / ".bench"
BIBTEX = ["mkdocs<2", "mkdocs-material", "mkdocs-bibtex"]
# Of plain Material's CPU time and memory, at most; a fresh clone has compiled no template yet.
TIME_GOALS = {"real": 1.25, "small": 1.15, "medium": 1.05, "large": 1.10}
FRESH_GOAL = 1.6
MEMORY_GOAL = 1.3
REBUILD_GOAL = 1.05
PAGES = {"real": 13, "small": 10, "medium": 100, "large": 1_000}
# "large-bare" when asked for
CORPORA = ("real", "small", "small-bare", "medium", "medium-bare", "large")
EDITED = {"real": "2-concept.md"}
# How often each is built; a large one takes minutes.
REPEATS = {"real": 11, "small": 11, "medium": 5, "large": 1}
_UNITS_IN_MB = 1024**2 if sys.platform == "darwin" else 1024


@dataclass
class Figures:
    """What the builds of one variant took: CPU seconds, and megabytes at the peak."""

    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def measure(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command; returns its CPU seconds (user and system) and its peak memory in MB."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=sys.stderr)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _UNITS_IN_MB


def build_in_turns(folder: Path, pythons: dict[str, str], repeats: int) -> dict[str, Figures]:
    """Build all variants of a corpus, one after the other, again and again.

    The first round only fills the caches of the disk and of Python, unless it is the only one.
    """
    found = {variant: Figures() for variant in pythons}
    for number in range(repeats + (repeats > 1)):
        # Each variant comes first as often as last: the machine may grow slower, or quicker.
        for variant in list(pythons)[:: -1 if number % 2 else 1]:
            command = [pythons[variant], "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"]
            seconds, memory = measure(command, folder / variant)
            if number or repeats == 1:
                found[variant].seconds.append(seconds)
                found[variant].memory.append(memory)
    return found


def build_afresh(folder: Path, repeats: int) -> Figures:
    """Build with the engine as after a fresh clone: without what the build before has kept."""
    found = Figures()
    for _ in range(min(repeats, 5)):
        shutil.rmtree(folder / "engine" / ".cache", ignore_errors=True)
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"]
        seconds, memory = measure(command, folder / "engine")
        found.seconds.append(seconds)
        found.memory.append(memory)
    return found


def rebuild_in_turns(folder: Path, repeats: int, page: str) -> dict[str, float]:
    """Median CPU seconds of a build in the same process after one chapter was edited."""
    found: dict[str, list[float]] = {"plain": [], "engine": []}
    for _ in range(2 if repeats > 1 else 1):
        for variant, seconds in found.items():
            command = [sys.executable, "-m", "tests.bench.rebuild", str(folder / variant)]
            command += [page, str(min(repeats, 3))]
            done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
            seconds += map(float, done.stdout.split())
    return {variant: median(seconds) for variant, seconds in found.items()}


def install_bibtex() -> str | None:
    """Install mkdocs-bibtex apart from the project; returns the Python that has it, or None."""
    python = WORKSHOP / "bibtex" / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True)
        if subprocess.run(
            [str(python), "-c", "import mkdocs_bibtex"], capture_output=True
        ).returncode:
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *BIBTEX], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"mkdocs-bibtex could not be installed, and is left out: {error}")
        return None
    return str(python)


def build_with_bibtex(folder: Path, python: str, repeats: int) -> dict[str, Figures]:
    """Build with mkdocs-bibtex as well; whether that works is not this project's affair."""
    try:
        return build_in_turns(folder, {"mkdocs-bibtex": python}, min(repeats, 3))
    except subprocess.CalledProcessError as error:
        print(f"mkdocs-bibtex did not build it, and is left out: {error}")
        return {}


def report(name: str, found: dict[str, Figures], fresh: Figures, rebuilt: dict[str, float]) -> None:
    """Print the figures of a corpus, and whether they are what the engine promises."""
    plain = found["plain"]
    print(f"{'':16}{'CPU':>10}{'ratio':>8}{'memory':>12}{'ratio':>8}{'a page':>11}")
    for variant, figures in found.items():
        seconds, memory = median(figures.seconds), median(figures.memory)
        time_ratio, memory_ratio = seconds / median(plain.seconds), memory / median(plain.memory)
        milliseconds = 1000 * seconds / PAGES[_size(name)]
        print(
            f"{variant:16}{seconds:8.2f} s{time_ratio:8.3f}{memory:9.0f} MB{memory_ratio:8.3f}"
            f"{milliseconds:8.1f} ms"
        )
    engine = found["engine"]
    _judge("CPU time", engine.seconds, plain.seconds, TIME_GOALS[_size(name)])
    _judge("CPU time of a fresh clone", fresh.seconds, plain.seconds, FRESH_GOAL)
    _judge("peak memory", engine.memory, plain.memory, MEMORY_GOAL)
    again = [rebuilt["engine"]], [rebuilt["plain"]]
    _judge(f"rebuild after editing a chapter, {again[0][0]:.2f} s", *again, REBUILD_GOAL)
    print()


def _judge(what: str, engine: list[float], plain: list[float], goal: float) -> None:
    ratio = median(engine) / median(plain)
    verdict = "reached" if ratio <= goal else "MISSED"
    print(f"{what}: {ratio:.3f} x plain Material's; goal {goal:.2f}: {verdict}")


def report_growth(seconds: dict[str, dict[str, float]]) -> None:
    """Print what one more page costs, from each corpus to the next of its kind."""
    for smaller, larger in (("small", "medium"), ("medium", "large")):
        for kind in ("", "-bare"):
            before, after = seconds.get(smaller + kind), seconds.get(larger + kind)
            if before and after:
                pages = PAGES[larger] - PAGES[smaller]
                costs = {v: 1000 * (after[v] - before[v]) / pages for v in ("plain", "engine")}
                each = ", ".join(f"{variant} {cost:.1f} ms" for variant, cost in costs.items())
                print(f"one more page, from {smaller}{kind} to {larger}{kind}: {each}")


def _size(name: str) -> str:
    return name.removesuffix("-bare")


def main() -> None:
    """Read the options, then write, build and compare one corpus after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--corpora", default=",".join(CORPORA), help="names, with commas between")
    parser.add_argument("--repeats", type=int, help="rounds of builds, instead of each its own")
    parser.add_argument("--no-bibtex", action="store_true", help="leave mkdocs-bibtex out")
    options = parser.parse_args()
    compileall.compile_dir(PROJECT / "macros", quiet=1)  # as `make` does, and pip with packages
    bibtex = None if options.no_bibtex else install_bibtex()
    medians = {}
    for name in filter(None, options.corpora.split(",")):
        repeats = options.repeats or REPEATS[_size(name)]
        medians[name] = run(name, repeats, bibtex)
    report_growth(medians)


def run(name: str, repeats: int, bibtex: str | None) -> dict[str, float]:
    """Compare one corpus; returns the median CPU seconds of each variant."""
    writer = [sys.executable, "-m", "tests.bench.corpus", str(WORKSHOP), name]
    done = subprocess.run(writer, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    print(f"{name}: {done.stdout.strip()}; {repeats} builds of each", flush=True)
    pythons = {"plain": sys.executable, "engine": sys.executable}
    folder = WORKSHOP / name
    found = build_in_turns(folder, pythons, repeats)
    if bibtex and name not in EDITED:
        found |= build_with_bibtex(folder, bibtex, repeats)
    fresh = build_afresh(folder, repeats)
    page = EDITED.get(name, "chapter-2.md")
    report(name, found, fresh, rebuild_in_turns(folder, repeats, page))
    return {variant: median(figures.seconds) for variant, figures in found.items()}


if __name__ == "__main__":
    main()
