"""The description of the desk's JSON: OpenAPI 3.1, made of the dataclasses that the pages render."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Mapping
from typing import Any

from tawatur.serve.forms_pages import Problems

PARAMETERS = {
    "from": "first day, ISO (inclusive)",
    "to": "last day, ISO (inclusive)",
    "about": "words of a name, in any spelling",
    "outlet": "an outlet's name",
    "state": "verdict, status, tense or act",
    "words": "words of the text or title",
    "order": "date, or the default",
    "page": "page, from 1",
    "q": "search: words, \"phrases\", AND OR NOT, prefix*, NEAR(a b, n)",
    "exact": "1: search the spelling as typed",
    "layer": "search inside statement, commitment, name, time or quantity",
    "id": "a document's id",
    "target": "a finding: kind:id",
    "hidden": "1: also what people rejected",
}


def openapi(views: Mapping[str, Any]) -> dict[str, Any]:
    """The whole description."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for name, view in views.items():
        answer = typing.get_type_hints(view)["return"]
        ok = {"description": "the page's data", "content": {"application/json": {"schema": _schema(answer, schemas)}}}
        bad = {"description": "the one shape of every error", "content": {"application/json": {"schema": _schema(Problems, schemas)}}}
        given = [{"name": key, "in": "query", "description": text, "schema": {"type": "string"}} for key, text in PARAMETERS.items()]
        paths[f"/{name}.json"] = {"get": {"summary": inspect.getdoc(view), "parameters": given, "responses": {"200": ok, "default": bad}}}
    paths["/judge"] = {"post": {"summary": "append one decision, or undo one; needs the header x-csrf", "responses": {"200": {"description": "the decision and what now holds"}}}}
    paths["/judgements.jsonl"] = {"get": {"summary": "decisions that stand, as training data, one JSON line each", "responses": {"200": {"description": "lines"}}}}
    info = {"title": "Tawatur desk", "version": "1", "description": "Offsets are half-open code points of a document's text. Dates are ISO 8601. Counts are given twice: outlets, and independent origins."}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


def _schema(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in schemas:
            schemas[kind.__name__] = {}
            hints = typing.get_type_hints(kind)
            fields = {field.name: _schema(hints[field.name], schemas) for field in dataclasses.fields(kind)}
            schemas[kind.__name__] = {"type": "object", "description": inspect.getdoc(kind), "properties": fields, "required": list(fields)}
        return {"$ref": f"#/components/schemas/{kind.__name__}"}
    return _plain_schema(kind, schemas)


def _plain_schema(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_schema(part, schemas) for part in inner]}
    if origin in (tuple, list):
        if len(inner) == 2 and inner[1] is not Ellipsis:
            return {"type": "array", "prefixItems": [_schema(part, schemas) for part in inner]}
        return {"type": "array", "items": _schema(inner[0], schemas) if inner else {}}
    if origin is not None:
        return {"type": "object"}
    names = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
    return {"type": names[kind]} if kind in names else {}
