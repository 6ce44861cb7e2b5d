"""Files stay under 250 lines and functions under 40, or say in one line why not: `python -m tests.checks.sizes`.

A file over the limit is a sign that a noun wants out of it. The reason for an exception stands in the file itself, on a
line of its own, one of its first: `# long because …` (or in a function's body).
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 250
FUNCTION_LINES = 40
FIRST_LINES = 10
REASON = re.compile(r"^\s*(?:#|//|/\*) long because \S", re.MULTILINE)
OTHERS = ("*.ts", "*.tsx", "*.js", "*.css", "*.html", "*.yml", "*.yaml", "*.toml", "*.sh", "*.conf", "*.template")
# Written by programs and read by nobody: the client's types of our API, and the router's tree of routes.
GENERATED = ("schema.d.ts", ".gen.ts")
# A migration is a list of statements, whose order is its sense: a function in it is as long as its tables are many.
LISTS = "migrations/versions/"


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "--", *patterns], capture_output=True, text=True, check=True)
    return [Path(name) for name in listed.stdout.splitlines() if not any(part in name for part in GENERATED)]


def long_files(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        lines = path.read_text().splitlines()
        if len(lines) > FILE_LINES and not REASON.search("\n".join(lines[:FIRST_LINES])):
            yield f"{path}: {len(lines)} lines (at most {FILE_LINES})"


def long_functions(path: Path) -> Iterator[str]:
    source = path.read_text()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.end_lineno is None:
            continue
        lines = node.end_lineno - node.lineno + 1
        body = "\n".join(source.splitlines()[node.lineno - 1 : node.end_lineno])
        if lines > FUNCTION_LINES and not REASON.search(body):
            yield f"{path}:{node.lineno}: {node.name} has {lines} lines (at most {FUNCTION_LINES})"


def main() -> None:
    python = tracked("*.py")
    complaints = [*long_files([*python, *tracked(*OTHERS)])]
    for path in python:
        if LISTS not in str(path):
            complaints += long_functions(path)
    if complaints:
        sys.exit("\n".join(complaints))


if __name__ == "__main__":
    main()
