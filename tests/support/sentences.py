"""The sentences that the server may say to a person, read from its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

SERVER = Path(__file__).resolve().parents[2] / "server"
HOLE = "{}"

# Said to operators and developers, in English: settings, figures, the API's description, logs.
_FOR_OPERATORS = (
    "__main__.py app.py serve.py worker.py documents.py core/asyncapi.py core/lag.py "
    "core/metrics.py core/openapi.py core/settings.py core/settings_values.py quality/figures.py "
    "meaning/ migrations/ seed.py"
)
# Said of bytes that no page of ours sends.
_FOR_NOBODY = "boards/scan.py"
# Texts that are kept and edited, the reader's own from then on.
_KEPT = "boards/goals/templates.py"
_LEFT_OUT = tuple(f"{_FOR_OPERATORS} {_FOR_NOBODY} {_KEPT}".split())

_SENTENCE = re.compile(r"[A-Z{].* .*[.?!”]", re.DOTALL)


def sentences() -> dict[str, str]:
    """English sentence (`{}` where something is filled in) → the file that says it."""
    trees = {
        path.relative_to(SERVER).as_posix(): ast.parse(path.read_text())
        for path in sorted(SERVER.rglob("*.py"))
    }
    refusals = _refusals(trees.values())
    found: dict[str, str] = {}
    for name, tree in trees.items():
        if not name.startswith(_LEFT_OUT):
            for sentence in _said(tree, refusals):
                found.setdefault(sentence, name)
    return found


def _refusals(trees: Iterable[ast.Module]) -> set[str]:
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names = {"Refusal"}
    while more := {one.name for one in classes if _parents(one) & names} - names:
        names |= more
    return names


def _parents(one: ast.ClassDef) -> set[str]:
    return {base.id for base in one.bases if isinstance(base, ast.Name)}


def _said(tree: ast.Module, refusals: set[str]) -> Iterator[str]:
    """The titles of refusals, and every literal that reads like a sentence and is no docstring."""
    unsaid: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            unsaid.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            unsaid.update(id(part) for part in node.values)
        if isinstance(node, ast.ClassDef) and node.name in refusals:
            yield from _titles(node)
    for node in ast.walk(tree):
        text = None if id(node) in unsaid else _text(node)
        if text is not None and _SENTENCE.fullmatch(text):
            yield text


def _titles(one: ast.ClassDef) -> Iterator[str]:
    for line in one.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "title":
            yield _text(line.value) or ""


def _text(node: ast.AST) -> str | None:
    """A literal's text with every hole as `{}`; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{\w+\}", HOLE, node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else HOLE for p in node.values)
    return None
