#!/usr/bin/env python3
"""The rules that keep GCC 12.2 from miscompiling coroutines, for the only folder that has any: server/net/.
Rule 5 (the sanitizer run in every CI run) is kept by scripts/test."""
import re

from sources import Finding, end_of_braces, files_below, functions, line_of, main, read, without_comments_and_literals

DOCUMENT = "docs/threading.md, rule {}"

WHOLE_STATEMENT = re.compile(
    r"^(?:case\b[^:]*:|default\s*:)?\s*"
    r"(?:else\b\s*)?(?:(?:if|while|for)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*)?(?:else\s+)?"
    r"(?:(?:(?:const\s+)?[A-Za-z_][\w:<>,\s*&]*?[\s&*])?[A-Za-z_]\w*\s*=\s*)?$")
LAMBDA = re.compile(r"(?:^|[(,=&|?:{;]|\breturn)\s*(\[[^\[\]]*\])\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^{};]*)?\{")
CAPTURING_COROUTINE = re.compile(r"\[[^\[\]]*[\w&=][^\[\]]*\]\s*\([^()]*\)\s*(?:mutable\s*)?->\s*(?:[\w]+::)*awaitable\b")


def statement_end(text, offset):
    """Offset of the semicolon that ends the statement, and of the first brace met before it, or None."""
    depth, brace = 0, None
    while offset < len(text):
        character = text[offset]
        if character in "([{":
            depth += 1
            if character == "{" and brace is None:
                brace = offset
        elif character in ")]}":
            depth -= 1
        if depth < 0 or (character == ";" and depth == 0):
            return offset, brace
        offset += 1
    return offset, brace


def awaits(path, code):
    for match in re.finditer(r"\bco_await\b", code):
        line = line_of(code, match.start())
        begin = max(code.rfind(mark, 0, match.start()) for mark in ";{}") + 1
        before = code[begin:match.start()]
        end, brace = statement_end(code, match.end())
        if not WHOLE_STATEMENT.match(before.strip() + " ") or code.find("co_await", match.end(), end) >= 0:
            yield Finding(path, line, "co_await is not the whole statement, initialiser or assigned value", DOCUMENT.format(1))
        if brace is not None or re.search(r"[(,]\s*\[", code[match.end():end]):
            yield Finding(path, line, "lambda or brace inside a co_await statement", DOCUMENT.format(2))


def without_lambdas(code):
    while True:
        match = LAMBDA.search(code)
        if match is None:
            return code
        end = end_of_braces(code, match.end() - 1)
        code = code[:match.start(1)] + re.sub(r"[^\n]", " ", code[match.start(1):end]) + code[end:]


def parameters(path, code):
    for match in re.finditer(r"\bawaitable\s*<[^;{}()]*>\s+[\w:~]+\s*\(", code):
        depth, end = 1, match.end()
        while end < len(code) and depth:
            depth += {"(": 1, ")": -1}.get(code[end], 0)
            end += 1
        if re.search(r"\bstring_view\b|&&", code[match.end():end]):
            yield Finding(path, line_of(code, match.start()), "coroutine parameter is a view or &&", DOCUMENT.format(3))
    for match in CAPTURING_COROUTINE.finditer(code):
        yield Finding(path, line_of(code, match.start()), "lambda with captures is a coroutine", DOCUMENT.format(3))


def tries(path, code):
    for function in functions(code):
        body = without_lambdas(code[function.body_start:function.end])
        if re.search(r"\bco_(?:await|return|yield)\b", body):
            for match in re.finditer(r"\bTRY\s*\(", body):
                line = line_of(code, function.body_start + match.start())
                yield Finding(path, line, "TRY inside a coroutine", DOCUMENT.format(4))


def check(root):
    for path in files_below(root, ("server/net",), (".cpp", ".hpp")):
        code = without_comments_and_literals(read(root, path))
        yield from awaits(path, code)
        yield from parameters(path, code)
        yield from tries(path, code)
    for path in files_below(root, ("base", "repo-format", "signing", "storage", "publishing", "server/http",
                                   "server/files", "server/api"), (".cpp", ".hpp")):
        code = without_comments_and_literals(read(root, path))
        for match in re.finditer(r"\bco_(?:await|return|yield)\b", code):
            yield Finding(path, line_of(code, match.start()), "coroutine outside server/net", "docs/threading.md")


if __name__ == "__main__":
    main(check)
