#!/usr/bin/env python3
"""Files and functions stay readable. Hard limits fail; with --soft the soft ones are listed too, for information."""
import re
import sys

from sources import Finding, all_sources, functions, line_of, main, read, without_comments_and_literals

DOCUMENT = "docs/conventions.md, size"
FILE_HARD, FILE_SOFT = 500, 300
FUNCTION_HARD, FUNCTION_SOFT = 60, 40
TEST_HARD, TEST_SOFT = 40, 30

TEST_HEAD = re.compile(r"^(?:TYPED_)?TEST(?:_[FP])?\s*\(")


def too_long(lines, hard, soft, report_soft):
    if lines > hard:
        return hard
    return soft if report_soft and lines > soft else None


def check(root, report_soft=False):
    for path in all_sources(root):
        text = read(root, path)
        lines = text.count("\n")
        limit = too_long(lines, FILE_HARD, FILE_SOFT, report_soft)
        if limit:
            yield Finding(path, lines, f"file of {lines} lines, limit {limit}", DOCUMENT)
        code = without_comments_and_literals(text)
        for function in functions(code):
            first, last = line_of(code, function.start), line_of(code, function.end)
            is_test = TEST_HEAD.match(function.head)
            hard, soft = (TEST_HARD, TEST_SOFT) if is_test else (FUNCTION_HARD, FUNCTION_SOFT)
            limit = too_long(last - first + 1, hard, soft, report_soft)
            if limit:
                kind = "test" if is_test else "function"
                yield Finding(path, first, f"{kind} of {last - first + 1} lines, limit {limit}", DOCUMENT)


if __name__ == "__main__":
    if "--soft" in sys.argv:
        sys.argv.remove("--soft")
        for finding in sorted(set(check(sys.argv[1] if len(sys.argv) > 1 else ".", report_soft=True))):
            print("note:", finding)
    else:
        main(check)
