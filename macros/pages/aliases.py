"""Former addresses of passages: `{: #new was="old" }`, or `was="2-concept#old"` from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.pages.passages import stem
from macros.problems import Problem, did_you_mean
from macros.text import link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from macros.pages.passages import Passage


def moved_passages(page: str, passages: Iterable[Passage]) -> str:
    """Write, as HTML, the signposts of a page to passages that have moved to other pages."""
    signposts = []
    for passage in passages:
        for alias in passage.aliases:
            former, _, old = alias.partition("#")
            if old and former == stem(page):
                now = f"paragraph {passage.number}" if passage.number else "a passage"
                target = link(f"{now} of another page", passage.address)
                signposts.append(
                    f'<p class="moved" id="{old}">The passage that stood here is now {target}.</p>'
                )
    return "\n".join(signposts)


def check_aliases(passages: Collection[Passage], sources: Mapping[str, str]) -> list[Problem]:
    """Return the aliases that cannot work; `sources` maps pages to the paths problems name."""
    problems = []
    taken = {passage.names[0] for passage in passages}
    pages = {stem(page) for page in sources}
    for passage in passages:
        for alias in passage.names[1:]:
            page = alias.partition("#")[0]
            message = ""
            if page not in pages:
                message = f'the alias "{alias}" is on an unknown page{did_you_mean(page, pages)}'
            elif alias in taken:
                message = f'the alias "{alias}" is the address of another passage; leave it out'
            if message:
                problems.append(Problem(sources[passage.page], 0, f"#{passage.id}: {message}"))
            taken.add(alias)
    return problems
