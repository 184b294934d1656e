"""Ai mở được trang nào của văn bản: this subject's part of the permission table, and its records."""

from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from dossiers.models import DocumentFile, DocumentNumber, SignatureImage, Task, WorkFile, WorkFilePaper
from portal.models import Role
from portal.models.user import DESK_ROLES, FIGURE_ROLES
from tests.dossiers.documents.rows import BookFactory, DocumentFactory
from tests.dossiers.factories import UserFactory
from tests.rows import Row


class DocumentWorld:
    """Documents of the table's home unit."""

    def document(self):
        return [DocumentFactory(unit=self.home, numbered=True).pk]

    def document_move(self):
        return [DocumentFactory(unit=self.home).pk, "gop-y"]

    def document_sign(self):
        return [*self.document(), "nguoi-ky"]

    def signature_image(self):
        kept = SignatureImage(unit=self.home, width_mm=36, set_by=UserFactory())
        kept.file.save("x.png", ContentFile(b"x"), save=True)
        return [kept.pk]

    def document_register(self):
        document = DocumentFactory(unit=self.home, numbered=True)
        return [document.book_id, document.year]

    def document_volume(self):
        return [*self.document_register(), 1]

    def work_file(self):
        keeper = UserFactory(unit=self.home)
        made = WorkFile.objects.create(
            unit=self.home, year=2026, code=f"{WorkFile.objects.count()}", title="Hồ sơ", retention="10 năm",
            keeper=keeper, opened_on=date(2026, 3, 2),
        )  # fmt: skip
        return [made.pk]

    def work_file_step(self):
        return [*self.work_file(), "dong"]

    def work_file_list(self):
        return [*self.work_file(), "xlsx"]

    def work_file_paper(self):
        [pk] = self.work_file()
        made = WorkFilePaper.objects.create(work_file_id=pk, position=1, words="Bản", added_by=UserFactory())
        return [made.pk]

    def document_task_move(self):
        task = Task.objects.create(
            document=DocumentFactory(unit=self.home, incoming=True), content="Tham mưu", division=self.home,
            assigned_by=UserFactory(), assigned_on=date(2026, 3, 2), due_on=date(2026, 3, 6),
            first_due_on=date(2026, 3, 6),
        )  # fmt: skip
        return [task.pk, "nhan"]

    def document_book(self):
        return [BookFactory(unit=self.home).pk]

    def document_number(self):
        line = DocumentNumber.objects.create(
            book=BookFactory(unit=self.home), year=2026, number=900, state="reserved", reason="Giữ",
            given_on=date(2026, 3, 2), given_by=UserFactory(),
        )  # fmt: skip
        return [line.pk]

    def document_file(self):
        kept = DocumentFile(
            document=DocumentFactory(unit=self.home, numbered=True), version=1, file_name="x.pdf",
            extension="pdf", sha256="0", size=1, added_at=timezone.now(),
        )  # fmt: skip
        kept.file.save("x.pdf", ContentFile(b"x"), save=True)
        return [kept.pk]

    def document_link(self):
        one, other = (
            DocumentFactory(unit=self.home, issued=True),
            DocumentFactory(unit=self.home, issued=True),
        )
        return [one.links.create(relation="concerns", to_document=other, made_by=one.author).pk]


TABLE: dict[str, Row] = {
    "dossiers:documents": Row(FIGURE_ROLES),
    "dossiers:documents-excel": Row(DESK_ROLES),
    "dossiers:document-register": Row((Role.RECORDS,)),
    "dossiers:document-draft": Row(DESK_ROLES),
    "dossiers:document-tasks": Row(FIGURE_ROLES),
    "dossiers:document-task-move": Row(DESK_ROLES, DocumentWorld.document_task_move, of_home=True),
    "dossiers:document-books": Row(FIGURE_ROLES),
    "dossiers:document-kind-add": Row((Role.RECORDS,)),
    "dossiers:document-book-gather": Row((Role.RECORDS,)),
    "dossiers:document-book": Row(FIGURE_ROLES, DocumentWorld.document_book, of_home=True),
    "dossiers:document-number-reserve": Row((Role.RECORDS,), DocumentWorld.document_book, of_home=True),
    "dossiers:document-number-drop": Row((Role.RECORDS,), DocumentWorld.document_number, of_home=True),
    "dossiers:document-file": Row(DESK_ROLES, DocumentWorld.document_file, of_home=True),
    "dossiers:document-unlink": Row(DESK_ROLES, DocumentWorld.document_link, "post", of_home=True),
    "dossiers:document": Row(FIGURE_ROLES, DocumentWorld.document, of_home=True),
    "dossiers:document-sign": Row((Role.LEADER,), DocumentWorld.document_sign, of_home=True),
    "dossiers:signature-images": Row((Role.RECORDS, Role.LEADER)),
    "dossiers:signature-image": Row((Role.RECORDS, Role.LEADER), DocumentWorld.signature_image, of_home=True),
    "dossiers:signature-image-remove": Row(
        (Role.RECORDS, Role.LEADER), DocumentWorld.signature_image, "post", of_home=True
    ),
    "dossiers:document-register-print": Row(DESK_ROLES, DocumentWorld.document_volume, of_home=True),
    "dossiers:document-register-excel": Row(DESK_ROLES, DocumentWorld.document_register, of_home=True),
    "dossiers:work-files": Row(DESK_ROLES),
    "dossiers:work-file-open": Row(DESK_ROLES),
    "dossiers:work-file-close-year": Row((Role.RECORDS,), lambda world: [2026], "post"),
    "dossiers:work-file-archive-list": Row((Role.RECORDS,), lambda world: [2026, "xlsx"]),
    "dossiers:work-file-take-out": Row(DESK_ROLES, DocumentWorld.work_file_paper, "post", of_home=True),
    "dossiers:work-file": Row(DESK_ROLES, DocumentWorld.work_file, of_home=True),
    "dossiers:work-file-paper-list": Row(DESK_ROLES, DocumentWorld.work_file_list, of_home=True),
    "dossiers:work-file-step": Row((Role.RECORDS,), DocumentWorld.work_file_step, of_home=True),
    "dossiers:document-put-in-file": Row(DESK_ROLES, DocumentWorld.document, of_home=True),
    "dossiers:document-move": Row(DESK_ROLES, DocumentWorld.document_move, of_home=True),
}
