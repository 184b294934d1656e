"""`check_integrity` of scans: silent where all is well, and told of what changed behind the portal."""

import json
import os
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase

from dossiers.models import Dossier, DossierComponent, Scan, ScanPage, StackPage, StackUpload
from dossiers.papers import reusing, scanning, stacks
from portal.files import uploads
from tests.dossiers.factories import DossierComponentFactory, DossierFactory, OfficerFactory
from tests.dossiers.scans import pdf, photo

pytestmark = pytest.mark.django_db
ABOUT = ("scan.", "paper.", "stack.", "file.")


@pytest.fixture
def scanned(tmp_path, settings):
    """A paper with a replaced and a standing scan, one that reuses it, and a stack with an odd page."""
    default = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files"},
    }
    settings.STORAGES = settings.STORAGES | {"default": default}
    settings.MEDIA_ROOT = tmp_path / "files"
    paper = DossierComponentFactory()
    officer = OfficerFactory(unit=paper.dossier.receiving_unit)
    other = DossierComponentFactory(
        dossier=DossierFactory(unit=officer.unit, personal_number=paper.dossier.personal_number)
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        scanning.attach(paper, [uploads.look_at(pdf(2), "cu.pdf")], by=officer)
    with TestCase.captureOnCommitCallbacks(execute=True):
        scanning.attach(paper, [uploads.look_at(photo(), "moi.jpg")], by=officer, replace=True)
    reusing.reuse(other, paper, by=officer)
    with TestCase.captureOnCommitCallbacks(execute=True):
        stacks.start(uploads.look_at(pdf(3), "xap.pdf"), unit=officer.unit, dossier=None, by=officer)
    return paper


def check():
    """What the command finds of papers; that dossiers of a factory have no history is told elsewhere."""
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_integrity", years=0, format="json", stdout=out)
    found = json.loads(out.getvalue())["problems"]
    return sorted({problem["code"] for problem in found if problem["code"].startswith(ABOUT)})


def lose(file):
    default_storage.delete(str(file))


def overwrite(file):
    with default_storage.open(str(file), "r+b") as stored:
        stored.write(b"khac")


def test_what_the_portal_scanned_holds_together(scanned):
    assert Scan.objects.count() == 3
    assert check() == []


@pytest.mark.parametrize(
    ("code", "harm"),
    [
        ("scan.file_missing", lambda: lose(Scan.objects.get(state="replaced").file)),
        ("scan.file_changed", lambda: overwrite(Scan.objects.filter(state="ready").first().file)),
        ("scan.file_changed", lambda: Scan.objects.filter(state="ready").update(sha256="0" * 64)),
        ("scan.pages", lambda: ScanPage.objects.first().delete()),
        ("scan.pages", lambda: Scan.objects.filter(state="ready").update(page_count=9)),
        ("scan.picture", lambda: lose(ScanPage.objects.first().preview)),
        ("paper.digitised", lambda: DossierComponent.objects.update(is_digitised=False)),
        ("paper.reuse", lambda: Dossier.objects.update(reuses_papers=True)),
        ("paper.reuse", lambda: Dossier.objects.update(reuses_papers=False)),
        ("stack.pages", lambda: StackPage.objects.first().delete()),
        ("stack.file_changed", lambda: overwrite(StackUpload.objects.get().file)),
        ("stack.file_missing", lambda: lose(StackUpload.objects.get().file)),
    ],
)  # fmt: skip
def test_harm_to_a_scan_is_reported(scanned, code, harm):
    harm()

    assert code in check()


def test_file_that_no_scan_knows_is_reported_once_it_cannot_be_work_in_progress(scanned):
    name = default_storage.save("scans/aa/la.pdf", ContentFile(b"?"))
    assert check() == []

    os.utime(default_storage.path(name), (0, 0))

    assert check() == ["file.stray"]
