"""What people declare about groups lies apart: no other domain can name it."""

from __future__ import annotations

from pathlib import Path

SERVER = Path(__file__).parents[2] / "server"
TABLES = ("group_question", "group_answer", "group_count", "group_edition")


def test_no_other_domain_names_the_tables_of_groups() -> None:
    ours = SERVER / "progress"
    others = [
        str(path.relative_to(SERVER))
        for path in SERVER.rglob("*.py")
        if not path.is_relative_to(ours)
        and "migrations" not in path.parts
        and any(table in path.read_text() for table in TABLES)
    ]
    assert others == []
    store = (ours / "store/groups.py").read_text()
    assert all(f'"{table}"' in store for table in TABLES), "the names are still these"
