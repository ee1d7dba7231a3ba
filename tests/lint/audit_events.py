#!/usr/bin/env python3
"""Every kind of event in publishing/model/audit_events.hpp has a row in the table of docs/http-api.md, The audit log, and every
row has a kind. An event's action stands nowhere else in the product: who writes one names its struct."""
import os
import re

from sources import Finding, line_of, main, product_sources, read

DOCUMENT = "docs/http-api.md, The audit log"
KINDS = "publishing/model/audit_events.hpp"
ACTION = re.compile(r'"([a-z]+\.[a-z]+|upload|remove|expire|purge|resign|promote|rollback)"')
ROW = re.compile(r"^\| (`[a-z.]+`(?:, `[a-z.]+`)*) \|", re.M)


def kinds(root):
    """The actions of the kinds, each with its line."""
    texts = [(path, read(root, path)) for path in (KINDS, KINDS.replace(".hpp", ".cpp")) if os.path.exists(os.path.join(root, path))]
    return {match[1]: (path, line_of(text, match.start())) for path, text in texts for match in ACTION.finditer(text)}


def check(root):
    path = os.path.join("docs", "http-api.md")
    text = read(root, path) if os.path.exists(os.path.join(root, path)) else ""
    section = text.partition("## The audit log\n")[2].partition("\n## ")[0]
    documented = {action for row in ROW.findall(section) for action in re.findall(r"`([a-z.]+)`", row)}
    there = kinds(root)
    for action, (source, line) in sorted(there.items()):
        if action not in documented:
            yield Finding(source, line, f"the event {action} is not documented", DOCUMENT)
    for action in sorted(documented - set(there)):
        yield Finding(path, 1, f"no event is named {action}", DOCUMENT)
    for source in product_sources(root):
        if source.startswith("publishing/model/audit_events."):
            continue
        text = read(root, source)
        for match in re.finditer(r'\b(?:action|event_of)\b[^;\n]*"([a-z]+\.[a-z]+)"', text):
            if match[1] in there:
                yield Finding(source, line_of(text, match.start()), f"name the struct of {match[1]} instead", KINDS)


if __name__ == "__main__":
    main(check)
