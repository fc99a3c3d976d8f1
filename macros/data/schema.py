"""JSON Schemas of the data files, by which editors complete and check them: schemas/*.json.

`python -m macros.data.schema` writes them anew when a model has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from macros.data.events import Events
from macros.data.figures import Dataset
from macros.data.paper import Paper
from macros.data.records import Record
from macros.data.terms import Terms
from macros.dates import EDTF_PATTERN, EdtfDate

FOLDER = Path(__file__).parent / "schemas"
MODELS: Mapping[str, type[Record]] = {
    "events": Events,
    "terms": Terms,
    "paper": Paper,
    "figures": Dataset,
}

# Types that data files write as texts.
_TEXTS = {
    EdtfDate.__name__: {
        "description": "An EDTF date: 2019-07-09, 2019-07, 2019, 197X, 2006/2009, 2014/..",
        "type": "string",
        "pattern": EDTF_PATTERN,
    }
}


def json_schema(model: type[msgspec.Struct], *, yaml: bool = False) -> dict[str, Any]:
    """Describe what JSON may say of a model; draft 7, which all editors know.

    In YAML texts may look like numbers: a title, 1984. What holds between fields, no schema says;
    and `yes` is none of its truth values.
    """
    _, named = msgspec.json.schema_components([model], ref_template="#/definitions/{name}")
    texts = {name: dict(text) for name, text in _TEXTS.items() if name in named}
    schemas = _changed(named | texts, partial(_strict, yaml=yaml))
    of_model = schemas.pop(model.__name__)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **of_model,
        "definitions": schemas,
    }


def _changed(schema: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if isinstance(schema, list):
        return [_changed(each, change) for each in schema]
    if isinstance(schema, dict):
        return change({name: _changed(each, change) for name, each in schema.items()})
    return schema


def _strict(schema: dict[str, Any], *, yaml: bool) -> dict[str, Any]:
    """Let an object have no fields but its own, and a text of YAML be a number, as it may look."""
    if isinstance(text := schema.get("description"), str):
        schema["description"] = " ".join(text.split())
    if schema.get("type") == "string":
        schema["type"] = ["string", "number"] if yaml else "string"
    return schema | ({"additionalProperties": False} if "properties" in schema else {})


def written(name: str) -> str:
    """Write the schema of a kind of data file, as it stands in its own."""
    return json.dumps(json_schema(MODELS[name], yaml=True), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for kind in MODELS:
        (FOLDER / f"{kind}.json").write_text(written(kind), encoding="utf-8", newline="\n")
