"""A commune into which sheets are imported by the real command."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from dossiers.models import ServiceLevel
from tests.dossiers.factories import (
    DossierComponentFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
)
from tests.dossiers.scans import Desk
from tests.dossiers.sheets import workbook


@pytest.fixture
def commune():
    """Xã Vĩnh Lâm before the reform; since then its code means another commune."""
    heir = UnitFactory(code="19429", name="Xã Vĩnh Thủy", valid_from=date(2025, 7, 1))
    UnitFactory(code="19405", name="Xã Cửa Tùng", valid_from=date(2025, 7, 1))
    return UnitFactory(
        code="19405", name="Xã Vĩnh Lâm", identifier="H50.25", valid_to=date(2025, 6, 30), successor=heir
    )


@pytest.fixture
def birth(commune):
    return ProcedureFactory(
        code="1.001193", name="Đăng ký khai sinh", service_level=ServiceLevel.FULL, field__name="Hộ tịch"
    )


@pytest.fixture
def run(birth, tmp_path):
    """Import rows (or a file) and give back what the command printed as JSON."""

    def do(rows, *options, unit="19405", **how):
        path = rows if not isinstance(rows, list) else workbook(tmp_path / "ho-so.xlsx", rows, **how)
        out = io.StringIO()
        try:
            call_command(
                "import_dossiers", str(path), "--unit", unit, "--format", "json", *options, stdout=out
            )
        except CommandError:
            if not out.getvalue():
                raise
        return json.loads(out.getvalue())

    return do


@pytest.fixture
def files(tmp_path, settings):
    """A store of files of the test's own; what it holds can be listed."""
    default = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files"},
    }
    settings.STORAGES = settings.STORAGES | {"default": default}
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def desk(client, files):
    """An officer at the desk with the paper that is to be scanned."""
    paper = DossierComponentFactory(name="Giấy chứng sinh")
    officer = OfficerFactory(unit=paper.dossier.receiving_unit)
    client.force_login(officer)
    return Desk(client, officer, paper)
