#!/usr/bin/env python3
"""Threads are made by GuardedThread alone: an exception that leaves a thread's function ends the process."""
import re

from sources import Finding, line_of, main, product_sources, read, without_comments_and_literals

DOCUMENT = "docs/threading.md, Exceptions"
MAKER = "base/guarded_thread."
THREAD = re.compile(r"\bstd::j?thread\b(?!::)|\bstd::async\b|\bthread_pool\b|\bpthread_create\b|\bthrd_create\b")


def check(root):
    for path in product_sources(root):
        if path.startswith(MAKER):
            continue
        code = without_comments_and_literals(read(root, path))
        for match in THREAD.finditer(code):
            yield Finding(path, line_of(code, match.start()), f"{match.group()} instead of GuardedThread", DOCUMENT)


if __name__ == "__main__":
    main(check)
