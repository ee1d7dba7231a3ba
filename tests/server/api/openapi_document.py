#!/usr/bin/env python3
"""The OpenAPI document says what the server does: all operations and nothing else, in a form that tools can read; and the
table of routes in docs/http-api.md names the same ones.

usage: openapi_document.py PRINT_OPENAPI SOURCE_TREE
"""
import json
import re
import subprocess
import sys
import unittest

PROGRAM, SOURCES = sys.argv[1:3]
METHODS = ("get", "put", "post", "patch", "delete")


def printed(argument):
    return subprocess.run([PROGRAM, argument], check=True, capture_output=True, text=True).stdout


OPERATIONS = printed("--operations").splitlines()
DOCUMENT = json.loads(printed(""))


def documented():
    """Every operation as (method, path, object)."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def without_names(path):
    return re.sub(r"\{\w+\}", "{}", path)


def values(node, key):
    """All values that stand under this key, at any depth."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from values(value, key)
    elif isinstance(node, list):
        for element in node:
            yield from values(element, key)


def table_of_routes():
    """The rows of docs/http-api.md: for each route "METHOD path" what stands in its cell of query and body."""
    with open(SOURCES + "/docs/http-api.md", encoding="utf-8") as file:
        section = file.read().split("\n## Routes\n")[1].split("\n## ")[0]
    before = ""
    for routes, _, cell in re.findall(r"^\| (`[^|]*`) \|([^|]*)\|([^|]*)\|", section, re.MULTILINE):
        method, path = None, None
        before = cell = before + cell if "the same" in cell else cell
        for route in re.findall(r"`([^`]*)`", routes):
            if route.startswith("…"):
                path = path.rsplit("/", 1)[0] + route[1:]
            else:
                method, path = route.split(" ")
                path = re.sub(r"^C\b", "R/channels/{channel}", path)
                path = re.sub(r"^R\b", "/api/v1/repositories/{repo}", path)
            yield f"{method} {path}", cell


def parameters_in(cell):
    """The names of parameters: what stands in backquotes and is no JSON."""
    return {name.split("=")[0] for name in re.findall(r"`([a-z_=]+)`", cell)}


def resolved(schema):
    return DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def members_of(schema):
    """The names of all members of a body, at any depth."""
    schema = resolved(schema)
    for name, member in schema.get("properties", {}).items():
        yield name
        yield from members_of(member)
    for part in schema.get("anyOf", []) + [schema[key] for key in ("items",) if key in schema]:
        yield from members_of(part)


class Document(unittest.TestCase):
    def test_has_every_operation_once_and_nothing_else(self):
        self.assertEqual(sorted(OPERATIONS), sorted(f"{method.upper()} {path}" for method, path, _ in documented()))
        self.assertEqual(len(OPERATIONS), len(set(OPERATIONS)))

    def test_has_methods_of_http_alone(self):
        self.assertLessEqual({method for method, _, _ in documented()}, set(METHODS))

    def test_has_no_two_paths_that_differ_by_names_alone(self):
        templates = [without_names(path) for path in DOCUMENT["paths"]]
        self.assertEqual(len(templates), len(set(templates)), sorted(templates))

    def test_tells_every_name_in_a_path(self):
        for _, path, operation in documented():
            told = [p["name"] for p in operation.get("parameters", []) if p["in"] == "path"]
            self.assertEqual(re.findall(r"\{(\w+)\}", path), told, path)

    def test_refers_to_what_is_there(self):
        for reference in values(DOCUMENT, "$ref"):
            node = DOCUMENT
            self.assertTrue(reference.startswith("#/"), reference)
            for part in reference[2:].split("/"):
                self.assertIn(part, node, reference)
                node = node[part]

    def test_uses_every_schema(self):
        used = {reference.rsplit("/", 1)[1] for reference in values(DOCUMENT, "$ref")}
        self.assertEqual(used, set(DOCUMENT["components"]["schemas"]))

    def test_says_of_every_operation_what_it_is_and_answers(self):
        tags = {tag["name"] for tag in DOCUMENT["tags"]}
        for method, path, operation in documented():
            with self.subTest(f"{method} {path}"):
                self.assertTrue(operation["summary"])
                self.assertTrue(operation["description"])
                self.assertLessEqual(set(operation["tags"]), tags)
                self.assertEqual(len(operation["tags"]), 1)
                self.assertTrue([status for status in operation["responses"] if status.startswith("2")])
                refusals = {s: r for s, r in operation["responses"].items() if s >= "400"}
                self.assertIn("400", refusals)
                for refusal in refusals.values():
                    self.assertIn("application/problem+json", refusal["content"])
        self.assertEqual(tags, {tag for _, _, operation in documented() for tag in operation["tags"]})

    def test_tells_problems_by_their_codes(self):
        with open(SOURCES + "/base/problem.hpp", encoding="utf-8") as file:
            known = set(re.findall(r'^    \{"([a-z-]+)",', file.read(), re.MULTILINE))
        for method, path, operation in documented():
            for status, answer in operation["responses"].items():
                if status >= "400":
                    told = re.findall(r"`([^`]*)`", answer["description"])
                    self.assertTrue(told, f"{method} {path} {status}")
                    self.assertLessEqual(set(told), known)
                    self.assertEqual(len(told), len(set(told)), f"{method} {path} {status}")

    def test_names_every_operation_differently(self):
        names = [operation["operationId"] for _, _, operation in documented()]
        self.assertEqual(len(names), len(set(names)))

    def test_has_the_path_of_the_public_url_as_server(self):
        self.assertEqual(DOCUMENT["servers"], [{"url": "/"}])
        self.assertEqual(json.loads(printed("/packages"))["servers"], [{"url": "/packages"}])

    def test_has_the_routes_of_the_table(self):
        self.assertEqual(sorted(route for route, _ in table_of_routes()), sorted(OPERATIONS))

    def test_has_the_parameters_of_the_table(self):
        told = {route: parameters_in(cell) for route, cell in table_of_routes()}
        for method, path, operation in documented():
            with self.subTest(f"{method} {path}"):
                query = {p["name"] for p in operation.get("parameters", []) if p["in"] == "query"}
                self.assertEqual(told[f"{method.upper()} {path}"], query)

    def test_has_the_bodies_of_the_table(self):
        told = dict(table_of_routes())
        for method, path, operation in documented():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" not in content:
                continue
            with self.subTest(f"{method} {path}"):
                schema = content["application/json"]["schema"]
                named = set(re.findall(r'"(\w+)"', told[f"{method.upper()} {path}"]))
                self.assertLessEqual(named, set(members_of(schema)))
                self.assertLessEqual(set(resolved(schema).get("required", [])), named)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
