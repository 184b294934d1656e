"""Ai mở được trang nào của văn bản: this subject's part of the permission table, and its records."""

from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from dossiers.models import DocumentFile, DocumentNumber, SignatureImage, Task
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
    "dossiers:document-move": Row(DESK_ROLES, DocumentWorld.document_move, of_home=True),
}
