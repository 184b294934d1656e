"""One stylesheet a face, made of parts, and small enough for a phone on a slow network."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from portal.staticfiles import BUNDLES, BundledStaticFilesStorage

pytestmark = pytest.mark.once

STATIC = Path(settings.BASE_DIR) / "static"


@pytest.fixture
def collected(tmp_path):
    """The screens' stylesheets as they are served."""
    source = FileSystemStorage(STATIC)
    names = [f"css/{path.name}" for path in (STATIC / "css").glob("*.css") if path.name != "print.css"]
    for name in names:
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((STATIC / name).read_bytes())
    storage = BundledStaticFilesStorage(location=tmp_path, base_url="/static/")
    problems = [
        outcome
        for _, _, outcome in storage.post_process({name: (source, name) for name in names})
        if isinstance(outcome, Exception)
    ]
    assert problems == []
    return tmp_path


@pytest.mark.parametrize("bundle", BUNDLES)
def test_a_bundle_holds_its_parts_and_asks_for_no_other_file(collected, bundle):
    parts = re.findall(r'@import url\("([^"]+)"\)', (STATIC / bundle).read_text())

    text = (collected / bundle).read_text()

    assert parts
    assert "@import" not in text
    for part in parts:
        assert (STATIC / "css" / part).read_text().strip() in text


def test_a_bundle_is_served_under_another_name_when_a_part_changes(tmp_path):
    def served_name(colour):
        (tmp_path / "css").mkdir(exist_ok=True)
        (tmp_path / "css/tokens.css").write_text(f"a {{ color: {colour}; }}\n")
        for bundle in BUNDLES:
            (tmp_path / bundle).write_text('@import url("tokens.css");\n')
        source = FileSystemStorage(tmp_path)
        storage = BundledStaticFilesStorage(location=tmp_path, base_url="/static/")
        list(storage.post_process({name: (source, name) for name in (*BUNDLES, "css/tokens.css")}))
        return storage.stored_name("css/staff.css")

    assert served_name("red") != served_name("blue")


def test_citizens_stylesheet_leaves_room_in_fifty_kilobytes(collected):
    assert len(gzip.compress((collected / "css/citizens.css").read_bytes())) < 12_000
