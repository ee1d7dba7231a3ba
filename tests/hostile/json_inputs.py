"""Hostile JSON against every route that takes JSON: none is carried out, none is a failure of the server."""

# What stands for a parameter of a path. What can be made is tried with a name that is not there, too.
PLACES = {"repo": "main", "distro": "deb", "channel": "dev", "sha256": "0" * 64, "fingerprint": "0" * 40}
NEW = (("PUT", "/api/v1/repositories/hostile"), ("PUT", "/api/v1/repositories/main/channels/hostile"),
       ("PUT", "/api/v1/repositories/main/distros/hostile"))


def routes_of(document):
    """The routes with a JSON body, by the server's own description."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if "application/json" in operation.get("requestBody", {}).get("content", {}):
                yield method.upper(), path.format_map(PLACES)
    yield from NEW


BODIES = {
    "a word": b"hello", "an array": b"[]", "null": b"null", "true": b"true", "a number": b"1", "a text": b'"x"',
    "half an object": b'{"name":', "a comma too many": b'{"name":"a",}', "a comma alone": b"{,}", "single quotes": b"{'name':'a'}",
    "a name without quotes": b'{name:"a"}', "a comment": b'{"name":"a"/* x */}', "garbage behind": b'{"name":"a"} x', "two objects": b"{}{}",
    "NUL behind": b"{}\x00", "a byte order mark": b"\xef\xbb\xbf{}", "UTF-16": '{"name":"a"}'.encode("utf-16"), "Latin-1": b'{"name":"\xe4"}',
    "an overlong slash": b'{"name":"\xc0\xaf"}', "a lone surrogate": b'{"name":"\\ud800"}', "surrogates reversed": b'{"name":"\\udc00\\ud800"}',
    "a surrogate in UTF-8": b'{"name":"\xed\xa0\x80"}', "NUL in a text": b'{"name":"a\\u0000b"}', "a raw line end in a text": b'{"name":"a\nb"}',
    "a bad escape": b'{"name":"\\x41"}', "half an escape": b'{"name":"\\u12"}', "NaN": b'{"name":NaN}', "infinity": b'{"name":-Infinity}',
    "a huge number": b'{"name":1e999999}', "many digits": b'{"name":' + b"9" * 100_000 + b"}", "a leading zero": b'{"name":01}',
    "the member twice": b'{"name":"a","name":"b"}', "an unknown member": b'{"no_such_member":1}', "an empty name": b'{"":1}',
    "deep arrays": b'{"name":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "deep objects": b'{"name":' * 100_000 + b"1" + b"}" * 100_000,
    "open arrays": b"[" * 500_000, "many members": b"{" + b",".join(b'"m%d":1' % i for i in range(50_000)) + b"}",
    "a long text": b'{"name":"' + b"x" * 1_000_000 + b'"}', "escapes alone": b'{"name":"' + b"\\u0041" * 150_000 + b'"}',
    "more than a mebibyte": b'{"name":"' + b"x" * 1_100_000 + b'"}', "a form": b"name=a&x=y", "XML": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "a line break in a name": b'{"name":"a\\r\\ntime=2026 event=FORGED"}', "numbers for texts": b'{"name":5,"scopes":5,"from":5,"to":5,"reason":5,"distros":5,"channels":5,"revision":"x","channel":5,"algorithm":5}',
    "objects for texts": b'{"name":{},"scopes":{},"from":{},"to":{},"reason":{},"distros":{},"channels":{},"revision":{},"channel":{},"algorithm":{}}',
    "nulls": b'{"name":null,"scopes":[null],"from":null,"to":null,"distros":[null],"channels":[null],"revision":null,"channel":null,"algorithm":null}',
}


def all_bodies(document):
    for method, path in routes_of(document):
        for name, body in BODIES.items():
            yield method, path, name, body
