"""The JSON Schemas by which editors check data files: they say what the engine's models say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from macros.data.reading import read_data
from macros.data.schema import FOLDER, MODELS, written
from tests.conftest import PROJECT
from tests.tiny_site import SITES


class Editors(yaml.SafeLoader):
    """YAML 1.2, which has no dates, and of truth values but true and false, as editors read it."""


Editors.yaml_implicit_resolvers = {
    sign: [
        (tag, re.compile("true|false") if tag.endswith(":bool") else pattern)
        for tag, pattern in resolvers
        if not tag.endswith(":timestamp")
    ]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def complaints(text: str, kind: str) -> list[str]:
    schema = json.loads(written(kind))
    Draft7Validator.check_schema(schema)
    found = Draft7Validator(schema).iter_errors(yaml.load(text, Editors) or {})
    return ["/".join(map(str, error.path)) or error.message for error in found]


@pytest.mark.parametrize("kind", MODELS)
def test_schemas_are_those_of_the_models(kind: str) -> None:
    text = (FOLDER / f"{kind}.json").read_text(encoding="utf-8")
    assert text == written(kind), "python -m macros.data.schema"


def _files() -> list[Any]:
    names = {"events": "events", "terms": "terms", "paper": "paper"}
    found = [
        (path, names.get(path.stem, "figures"))
        for folder in (PROJECT / "data", *SITES.glob("*/data"), *SITES.glob("*/facts"))
        for path in folder.rglob("*.yml")
    ]
    return [
        pytest.param(path, kind, id=path.relative_to(PROJECT).as_posix()) for path, kind in found
    ]


@pytest.mark.parametrize(("path", "kind"), _files())
def test_sound_files_have_nothing_to_complain_of(path: Path, kind: str) -> None:
    assert complaints(path.read_text(encoding="utf-8"), kind) == []


def test_data_files_name_their_schemas() -> None:
    paths = [*(PROJECT / "data").rglob("*.yml")]
    assert len(paths) >= 3
    for path in paths:
        first = path.read_text(encoding="utf-8").split("\n")[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        kind = path.stem if path.parent.name == "data" else path.parent.name
        assert (path.parent / named).resolve() == FOLDER / f"{kind}.json", path


COMPANION = "companion: {title: A, version: 1.0, date: 2026-01-31}"
# What the engine refuses, and the place of which an editor complains; and what both take.
TEXTS = [
    ("events", "events: [{id: act, date: 1975, title: 1984}]", []),
    ("events", "events: [{id: act, date: 2014/.., title: A, certainty: stated}]", []),
    ("events", "events: [{id: act, date: '-0043-03-15', title: A}]", []),
    ("events", "events: [{id: act, date: 2019-07-09T10:00:00Z, title: A}]", []),
    ("events", "events: [{id: act, date: 1975}]", ["events/0"]),
    ("events", "events: [{id: act, date: 9 July 1975, title: A}]", ["events/0/date"]),
    ("events", "events: [{id: An act, date: 1975, title: A}]", ["events/0/id"]),
    ("events", "events: [{id: act, date: 1975, titel: A, title: A}]", ["events/0"]),
    (
        "events",
        "events: [{id: act, date: '1975', title: A, certainty: sure}]",
        ["events/0/certainty"],
    ),
    ("events", "events: [{id: act, date: '1975', title: A, actors: OSCE}]", ["events/0/actors"]),
    ("events", "periods: [{id: old, title: Old, start: 1970}]", ["periods/0", "periods/0"]),
    ("terms", "terms: [{id: a, kind: body, name: A, text: A., name_added: true}]", []),
    ("terms", "terms: [{id: a, kind: place, name: A, text: A.}]", ["terms/0/kind"]),
    ("paper", f"key: a\n{COMPANION}", []),
    ("paper", f"key: a\nfirst_page: one\nlast_page: 2\n{COMPANION}", ["first_page"]),
    ("paper", f"key: a\nfirst_page: 1\nlast_page: 2\nfirst_page_in_volume:\n{COMPANION}", []),
    ("figures", "columns: {a: A}\nrows: [{a: 1.5}, {a: ''}]", []),
    ("figures", "columns: [a]\nrows: [{a: 1.5}]", ["columns"]),
]


@pytest.mark.parametrize(("kind", "text", "places"), TEXTS)
def test_editors_complain_of_what_the_engine_refuses(
    kind: str, text: str, places: list[str]
) -> None:
    assert complaints(text, kind) == places
    _, _, problems = read_data(text, "a.yml", MODELS[kind])
    assert bool(problems) == bool(places), problems
