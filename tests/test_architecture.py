"""What holds everywhere: which way imports point, how long a module gets, what no file contains."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.each import keeps

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent
APPS = {
    "portal": {"portal"},
    "dossiers": {"dossiers", "portal"},
    "initiatives": {"initiatives", "portal"},
    "surveys": {"surveys", "portal"},
    "reports": {"reports", "dossiers", "initiatives", "surveys", "portal"},
}
# From the bottom up; a module imports its own layer and those below.
LAYERS = {
    "status": 0,
    "errors": 0,
    "models": 1,
    "forms": 3,
    "views": 4,
    "urls": 5,
    "routes": 5,
    "management": 5,
}
DOMAIN = 2
ENTRANCES = {"portal.urls", "portal.settings", "portal.wsgi", "portal.celery"}
SLOW = {
    "weasyprint",
    "docx",
    "openpyxl",
    "matplotlib",
    "numpy",
    "scipy",
    "holidays",
    "redis",
    "lxml",
    "PIL",
    "barcode",
    "cryptography",
    "docxtpl",
    "fontTools",
    "pikepdf",
    "pyhanko",
    "pyhanko_certvalidator",
    "pypdfium2",
    "zxingcpp",
}
LINES = 400
TEST_LINES = 700


def sources():
    """Module name → path, of the product's own code."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


SOURCES = sources()
TREES = {name: ast.parse(path.read_text()) for name, path in SOURCES.items()}


def imports(node):
    """Names of the modules that an import statement loads."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    assert node.level == 0, "imports are absolute"
    whole = {f"{node.module}.{alias.name}" for alias in node.names}
    return {name if name in SOURCES else node.module for name in whole}


def imported_at_load(name):
    """What a module loads when it is loaded itself; not what only the type checker reads."""
    found = set()
    waiting = list(TREES[name].body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= imports(node)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return found


def imported_inside_functions(name):
    for function in ast.walk(TREES[name]):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node, imports(node)


AT_LOAD = {name: imported_at_load(name) for name in SOURCES}


def all_loaded(names):
    """These modules and whatever loading them loads."""
    found, waiting = set(), set(names)
    while waiting:
        found |= waiting
        waiting = set().union(*(AT_LOAD.get(name, ()) for name in waiting)) - found
    return found


def knows_models(name):
    """Does loading this module load models of its own app?"""
    app = name.split(".")[0]
    return any(other.startswith(f"{app}.models") for other in all_loaded({name}))


def layer(name):
    parts = name.split(".")
    for part in (parts[1], parts[-1]):
        if part in LAYERS:
            return LAYERS[part]
    # What stands on no model (text, formats, a calendar) is there for models too.
    return DOMAIN if knows_models(name) else LAYERS["errors"]


@keeps(SOURCES)
def test_apps_import_one_way(name):
    app = name.split(".")[0]
    if name in ENTRANCES:
        return

    loaded = AT_LOAD[name].union(*(names for _, names in imported_inside_functions(name)))

    foreign = {other for other in loaded if other.split(".")[0] in set(APPS) - APPS[app]}
    assert not foreign


@keeps(SOURCES)
def test_layers_of_an_app_import_downwards(name):
    app = name.split(".")[0]
    if name in ENTRANCES or name == app:
        return
    own = {other for other in AT_LOAD[name] if other.startswith(f"{app}.")} - ENTRANCES

    if name == f"{app}.tasks":
        above = {other for other in own if layer(other) > LAYERS["models"]}
    else:
        above = {other for other in own - {f"{app}.tasks"} if layer(other) > layer(name)}

    assert not above


@keeps(SOURCES)
def test_imports_inside_functions_are_slow_libraries_or_what_a_task_delegates_to(name):
    if name.split(".")[-1] == "tasks":
        return

    for node, names in imported_inside_functions(name):
        slow = {other.split(".")[0] for other in all_loaded(names)} & SLOW
        assert slow, f"{SOURCES[name]}:{node.lineno}: {ast.unparse(node)} belongs to the top"


@keeps(SOURCES)
def test_no_module_swallows_every_error(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert caught not in {"everything", "Exception"}, f"{SOURCES[name]}:{node.lineno}"


def files(*endings):
    """Files of the project, those about to be added included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    paths = [ROOT / name for name in listed]
    return [path for path in paths if path.is_file() and (not endings or path.name.endswith(endings))]


@keeps(files(".py"))
def test_modules_stay_short(path):
    allowed = TEST_LINES if "tests" in path.parts else LINES
    assert "migrations" in path.parts or path.read_text().count("\n") <= allowed


WRITTEN = (".py", ".html", ".css", ".js", ".md", ".txt", ".toml", ".yml", ".svg", "Dockerfile", ".example")
UNWANTED = {
    "unfinished": re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
    "address of a package registry": re.compile(
        r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|/pypi/[s]imple"
    ),
    "place outside the project": re.compile(r"(?<![\w.])/[w]ork/|\.\./shared\b"),
}


@keeps(files(*WRITTEN, "/run", "serve", "test", "setup", "stack"))
def test_files_hold_nothing_unwanted(path):
    text = path.read_text()

    for what, pattern in UNWANTED.items():
        found = pattern.search(text)
        assert not found, f"{what}: {found[0]}"


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# `application/ld+json` is data for search engines: a browser runs nothing of it.
INLINE = re.compile(
    r'<style|\sstyle=|<script(?! type="application/ld\+json">)(?![^>]*\ssrc=)|\son[a-z]+=|javascript:',
    re.IGNORECASE,
)


@keeps(TEMPLATES)
def test_templates_have_no_inline_style_or_script(path):
    found = INLINE.search(path.read_text())

    assert not found, found[0]


@keeps([path for path in TEMPLATES if path.name.startswith("_")])
def test_part_of_a_page_says_first_what_it_needs(path):
    assert re.match(r"({% (load|extends) [^%]*%}\s*)*{#", path.read_text())


def test_settings_are_read_in_one_place():
    """Only the settings, and gunicorn before them, read the environment."""
    readers = {name for name, path in SOURCES.items() if re.search(r"os\.(environ|getenv)", path.read_text())}

    assert readers == {"portal.environment", "portal.celery", "portal.wsgi"}


def test_programs_are_executable():
    for path in files():
        if path.read_bytes()[:2] == b"#!":
            assert path.stat().st_mode & 0o111, path
