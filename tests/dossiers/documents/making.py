"""An office with its văn thư, leader and officers, and documents in each situation, made by the verbs."""

import io
import uuid
from functools import cache

import pikepdf

from dossiers.documents import assigning, files, incoming, outgoing
from dossiers.documents.assigning import Assignment
from dossiers.documents.files import Paper
from dossiers.documents.incoming import Entry
from dossiers.documents.outgoing import Draft
from dossiers.documents.status import FileKind
from portal.models import Role
from tests.dossiers.documents.rows import KindFactory
from tests.dossiers.factories import UnitFactory, UserFactory, at

MONDAY = at("2026-03-02 09:00")
"""A week without holidays before it and after it."""
TODAY = MONDAY.date()
FRIDAY = at("2026-03-06").date()


@cache
def blank_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out)
    return out.getvalue()


def paper(name="van-ban.pdf", *, content=None, kind=FileKind.MAIN, extension="pdf"):
    return Paper(kind, name, extension, content or blank_pdf(), 1)


class Home:
    """One unit with who works there."""

    def __init__(self, unit=None):
        self.unit = unit or UnitFactory(name="Xã Vĩnh Lâm")
        self.keeper = UserFactory(unit=self.unit, roles=[Role.RECORDS], full_name="Lê Thị Văn Thư")
        self.leader = UserFactory(unit=self.unit, roles=[Role.LEADER], full_name="Trần Văn Bình")
        self.officer = UserFactory(unit=self.unit, roles=[Role.PROCESSING], full_name="Hồ Thị Hoa")
        self.helper = UserFactory(unit=self.unit, roles=[Role.PROCESSING], full_name="Võ Văn Nam")
        self.report, self.letter = KindFactory(), KindFactory(name="Công văn", abbreviation="")

    def entry(self, **words):
        said = {
            "sender": "UBND tỉnh Quảng Trị",
            "sender_number": "1508/UBND-NC",
            "issued_on": at("2026-02-27").date(),
            "received_on": TODAY,
            "subject": "Tăng cường cải cách hành chính năm 2026",
            "kind": self.letter,
        }
        return Entry(**(said | words))

    def registered(self, *, when=MONDAY, papers=(), **words):
        return incoming.register(
            self.unit, self.entry(**words), by=self.keeper, form_key=uuid.uuid4(), papers=papers, at=when
        )

    def work(self, **words):
        said = {"content": "Tham mưu kế hoạch thực hiện", "due_on": FRIDAY, "lead": self.officer}
        return Assignment(**(said | words))

    def instructed(self, *assignments, when=MONDAY, **words):
        return incoming.instruct(
            self.registered(when=when, **words), text="Giao văn phòng tham mưu.", by=self.leader, at=when,
            assignments=assignments or [self.work()],
        )  # fmt: skip

    def task(self, *, when=MONDAY, document=None, **words):
        return (document or self.instructed(self.work(**words), when=when)).tasks.get()

    def reported(self, *, when=MONDAY, done=MONDAY, **words):
        task = self.task(when=when, **words)
        return assigning.report(task, result="Đã tham mưu.", by=self.officer, at=done)

    def words(self, **words):
        said = {
            "kind": self.report,
            "subject": "Kết quả cải cách hành chính quý I năm 2026",
            "mark": "BC-UBND",
            "signer": self.leader,
            "signer_name": "Trần Văn Bình",
            "signer_post": "Chủ tịch",
            "recipients": "UBND huyện\nLưu: VT",
        }
        return Draft(**(said | words))

    def draft(self, *, papers=None, by=None, **words):
        given = [paper()] if papers is None else papers
        return outgoing.draft(
            self.unit, self.words(**words), by=by or self.officer, form_key=uuid.uuid4(), papers=given,
            at=MONDAY,
        )  # fmt: skip

    def submitted(self, **words):
        return outgoing.submit(self.draft(**words), by=self.officer)

    def approved(self, **words):
        return outgoing.approve(self.submitted(**words), by=self.leader, at=MONDAY)

    def numbered(self, *, when=MONDAY, **words):
        return outgoing.number(self.approved(**words), by=self.keeper, at=when)

    def issued(self, *, when=MONDAY, **words):
        return outgoing.issue(self.numbered(when=when, **words), by=self.keeper, at=when)

    def attach(self, document, *papers, by=None):
        return files.attach(document, papers, by=by or self.keeper)
