"""Giấy tờ của hội đồng, read back from the Word files."""

from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document

from initiatives.appraisal import rounds
from tests.initiatives.councils import CouncilWorld

pytestmark = pytest.mark.django_db


def words(answer):
    paper = Document(BytesIO(answer.content))
    lines = [one.text for one in paper.paragraphs]
    lines += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def test_papers_say_what_was_marked_voted_and_decided(client):
    world = CouncilWorld()
    one = world.judged(yes=4, no=1)
    rounds.record_meeting(
        one.round, met_at=timezone.now(), place="Hội trường", present=one.round.council.members.all()[:4],
        conclusion="Nhất trí công nhận.", by=world.secretary,
    )  # fmt: skip
    decision = world.recognised(one)
    client.force_login(world.secretary)
    folder = f"/sang-kien/dot-xet/{one.round_id}/in"

    minutes = words(client.get(f"{folder}/bien-ban.docx"))
    table = words(client.get(f"{folder}/bang-tong-hop.docx"))
    sheet = words(client.get(f"/sang-kien/phieu/{one.seats.first().pk}/in/phieu-cham.docx"))

    assert "Thành viên có mặt: 4/5." in minutes
    assert "4 đồng ý, 1 không đồng ý, trên tổng số 5 thành viên (cần 4)." in minutes
    assert "Nhất trí công nhận." in minutes
    assert "82" in table
    assert "Họ tên người chấm: Thành viên 1, Công chức; Chủ tịch Hội đồng." in sheet
    client.force_login(world.keeper)
    paper = words(client.get(f"/sang-kien/quyet-dinh/{decision.pk}/in/quyet-dinh.docx"))
    assert "Điều 1. Công nhận 01 sáng kiến (có danh sách kèm theo)." in paper
    assert "Căn cứ Nghị định số 13/2012/NĐ-CP" in paper
    assert one.initiative.title in paper
    assert client.get(f"{folder}/bien-ban.odt").status_code == 404


def test_sheet_of_somebody_else_is_not_printed_before_all_are_in(client):
    world = CouncilWorld()
    one = world.candidate()
    world.mark(one, 25, 32, 25, who=world.people[:1])
    client.force_login(world.secretary)

    assert client.get(f"/sang-kien/phieu/{one.seats.first().pk}/in/phieu-cham.docx").status_code == 403
