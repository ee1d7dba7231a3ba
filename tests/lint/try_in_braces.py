#!/usr/bin/env python3
"""No TRY behind another member of a braced initialiser: when it returns, GCC 12 forgets to destroy the members before
it. The value gets a name on a line of its own instead."""
import re

from sources import Finding, line_of, main, product_sources, read, without_comments_and_literals

DOCUMENT = "docs/threading.md, TRY in braces"
TOKEN = re.compile(r"\bTRY\s*\(|[{}()\[\];,]")


class Braces:
    """One open bracket: whether a member stands in it already, whether it turned out to be a block of statements, and
    the offsets of the TRYs that would leave its members behind."""

    def __init__(self, opening):
        self.opening = opening
        self.has_member = False
        self.is_block = False
        self.within = []
        self.leaking = []


def leaking_tries(code):
    """Offsets of every TRY that some initialiser's earlier member would outlive."""
    stack = []
    for match in TOKEN.finditer(code):
        token = match.group()
        if token.startswith("TRY"):
            for open_bracket in reversed(stack):
                if open_bracket.opening == "{":
                    open_bracket.within.append(match.start())
                    if open_bracket.has_member:
                        open_bracket.leaking.append(match.start())
            stack.append(Braces("("))
        elif token in "{([":
            stack.append(Braces(token))
        elif token in "})]" and stack:
            closed = stack.pop()
            if closed.opening == "{" and closed.is_block:
                for outer in stack:
                    outer.leaking = [offset for offset in outer.leaking if offset not in closed.within]
            elif closed.opening == "{":
                yield from closed.leaking
        elif stack and token == ";":
            stack[-1].is_block = True
        elif stack and token == ",":
            stack[-1].has_member = True


def check(root):
    for path in product_sources(root):
        code = without_comments_and_literals(read(root, path))
        for offset in leaking_tries(code):
            yield Finding(path, line_of(code, offset), "TRY behind a member of a braced initialiser", DOCUMENT)


if __name__ == "__main__":
    main(check)
