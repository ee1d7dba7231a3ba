#!/usr/bin/env python3
"""A relative link in a document leads to a file that exists, and behind `#` to one of its headings. A page of docs/ is linked
from another document: what nobody leads to nobody reads."""
import os
import re

from sources import Finding, files_below, main, read

DOCUMENT = "docs/testing.md, Lints"
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")


def documents(root):
    top = [name for name in sorted(os.listdir(root)) if name.endswith(".md")]
    return top + files_below(root, ("docs", "bench", "fuzz", "tests"), (".md",))


def without_code(text):
    """The same lines; what stands between fences or backticks is blanked."""
    text = re.sub(r"^```.*?^```$", lambda block: re.sub(r"[^\n]", " ", block.group()), text, flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", lambda code: " " * len(code.group()), text)


def anchors(text):
    """As GitHub makes them of headings."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    headings = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in re.findall(r"^#{1,6} +(.+?) *$", prose, re.M)]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check(root):
    linked = set()
    paths = documents(root)
    for path in paths:
        for number, line in enumerate(without_code(read(root, path)).split("\n"), 1):
            for link in LINK.findall(line):
                if re.match(r"[a-z]+:", link):
                    continue
                name, _, anchor = link.partition("#")
                target = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
                linked |= {target} - {path}
                if not os.path.exists(os.path.join(root, target)):
                    yield Finding(path, number, f"the link leads nowhere: {link}", DOCUMENT)
                elif anchor and target.endswith(".md") and anchor not in anchors(read(root, target)):
                    yield Finding(path, number, f"{target} has no heading for #{anchor}", DOCUMENT)
    for path in paths:
        if re.fullmatch(r"docs/(decisions/)?[\w-]+\.md", path) and path not in linked:
            yield Finding(path, 1, "no document links to this page", DOCUMENT)


if __name__ == "__main__":
    main(check)
