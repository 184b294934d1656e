"""A request for help before coming in each situation, made by the verbs themselves."""

import time
import uuid
from io import BytesIO
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from dossiers.advance import appointing, asking, drafting, handling
from dossiers.advance.asking import CODES, Words
from dossiers.models import AdvanceRequest, Field, Office
from portal.models import Role
from tests.dossiers.factories import (
    FieldFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)
from tests.dossiers.money import small_pdf

WORDS = Words("Nguyễn Thị Mẫu", "0912345678", "", "Tặng cho con trai thửa đất số 12, tờ bản đồ 7.")


class Home:
    """One unit that takes appointments, with an officer and a procedure of the land field."""

    def __init__(self, unit=None):
        self.unit = unit or UnitFactory(name="Xã Vĩnh Hòa")
        self.officer = UserFactory(unit=self.unit, roles=[Role.INTAKE])
        Office.objects.update_or_create(unit=self.unit, defaults={"takes_appointments": True})
        land = Field.objects.filter(code="dat-dai").first() or FieldFactory(code="dat-dai")
        self.procedure = ProcedureFactory(name="Chuyển nhượng quyền sử dụng đất", field=land)
        self.certificate, self.contract = (
            ProcedureComponentFactory(procedure=self.procedure, name=name)
            for name in ("Giấy chứng nhận quyền sử dụng đất", "Dự thảo hợp đồng")
        )

    def new(self, words=WORDS, **arguments) -> AdvanceRequest:
        return asking.send(self.unit, self.procedure, words, form_key=uuid.uuid4(), **arguments)

    def asked(self):
        return handling.ask(self.new(), words="Ảnh chụp trang 3 của giấy chứng nhận", by=self.officer)

    def with_draft(self, **arguments):
        found = self.new(**arguments)
        file = SimpleUploadedFile("hop-dong.pdf", small_pdf(), "application/pdf")
        drafting.add_file(found, name="Hợp đồng tặng cho", file=file, by=self.officer)
        return found

    def drafted(self):
        return drafting.send(self.with_draft(), by=self.officer)

    def ready(self):
        return handling.ready(self.new(), by=self.officer)

    def offered(self, most=3):
        found = self.ready()
        return appointing.offer(found, times=appointing.free(found, by=self.officer)[:most], by=self.officer)

    def booked(self):
        found = self.offered()
        return appointing.choose(found, time=appointing.offered(found)[0])

    def closed(self):
        return handling.close(self.new(), words="Thửa đất ở xã khác.", by=self.officer)


def opened(seconds=60):
    """The key of a form that was opened so long ago."""
    with mock.patch("django.core.signing.time.time", return_value=time.time() - seconds):
        return CODES.new_form()


def photo(name="anh.jpg", colour="green"):
    out, data = BytesIO(), Image.Exif()
    data[0x010F] = "MayAnhCuaToi"
    Image.new("RGB", (40, 30), colour).save(out, "JPEG", exif=data)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def filled(**values):
    """What a citizen sends."""
    return {
        "key": opened(),
        "name": "Nguyễn Thị Mẫu",
        "phone": "0912 345 678",
        "wish": "Tặng cho con trai thửa đất số 12.",
        "agrees": "on",
    } | values


def today():
    return timezone.localdate()
