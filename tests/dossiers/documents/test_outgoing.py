"""A document that goes out: drafted, commented, approved, numbered, issued."""

import pytest
from pytest_django.asserts import assertContains

from dossiers.documents import links, outgoing
from dossiers.documents.status import DocumentState, FileKind, Relation, SigningState
from dossiers.models import OfficialDocument
from portal.errors import DomainError
from portal.models import Notice, Role
from tests.dossiers.documents.making import MONDAY, TODAY, Home, paper
from tests.dossiers.factories import DossierFactory, UserFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Home()


def states(document):
    return [event.to_state for event in document.events.all()]


def test_a_draft_goes_through_approval_to_a_number_and_out(home):
    document = home.issued()

    assert states(document) == ["draft", "submitted", "approved", "numbered", "issued"]
    assert (document.symbol, document.issued_on, document.sent_at) == ("01/BC-UBND", TODAY, MONDAY)
    assert document.approved_by == home.leader
    assert Notice.objects.filter(user=home.keeper, text__contains="chờ cấp số").count() == 1


def test_a_leader_sends_a_draft_back_and_what_was_approved_falls(home):
    back = outgoing.send_back(home.approved(), reason="Sửa mục II", by=home.leader)

    assert (back.state, back.approved_by) == (DocumentState.DRAFT, None)
    assert Notice.objects.filter(user=home.officer, text__contains="trả lại để sửa").count() == 1


def test_people_of_the_unit_comment_on_a_draft(home):
    document = outgoing.comment(home.submitted(), text="Bổ sung số liệu tháng 3.", by=home.helper)

    assert document.events.last().reason == "Bổ sung số liệu tháng 3."
    with pytest.raises(DomainError, match="người của Xã Vĩnh Lâm"):
        outgoing.comment(document, text="Lạ", by=UserFactory(roles=[Role.PROCESSING]))


def test_a_draft_is_submitted_with_a_text_and_a_signer(home):
    with pytest.raises(DomainError, match="Chưa có tệp dự thảo"):
        home.submitted(papers=[])
    with pytest.raises(DomainError, match="Chưa ghi người ký"):
        home.submitted(signer=None, signer_name="", signer_post="")


def test_only_its_author_or_the_keeper_edits_a_draft_and_only_a_leader_approves(home):
    document = home.draft()

    with pytest.raises(DomainError, match="Hồ Thị Hoa hoặc văn thư"):
        outgoing.edit(document, home.words(subject="Khác"), by=home.helper)
    with pytest.raises(DomainError, match="lãnh đạo Xã Vĩnh Lâm duyệt"):
        outgoing.approve(home.submitted(), by=home.officer)


def test_every_version_of_the_text_is_kept_and_the_newest_is_current(home):
    document = home.draft()
    home.attach(document, paper("lan-2.pdf"), paper("phu-luc.pdf", kind=FileKind.ATTACHMENT), by=home.officer)

    kept = document.files.order_by("kind", "version").values_list(
        "kind", "version", "is_current", "file_name"
    )
    assert list(kept) == [
        ("attachment", 1, True, "phu-luc.pdf"),
        ("main", 1, False, "van-ban.pdf"),
        ("main", 2, True, "lan-2.pdf"),
    ]


def test_a_new_text_takes_away_what_was_said_of_signatures_on_the_old_one(home):
    document = home.numbered()
    OfficialDocument.objects.filter(pk=document.pk).update(
        signature_state=SigningState.FULL, signed_at=MONDAY
    )

    changed = home.attach(document, paper("ban-khac.pdf"))

    assert (changed.signature_state, changed.signed_at) == (SigningState.NONE, None)


def test_a_document_is_issued_as_a_pdf(home):
    document = home.numbered(papers=[paper("du-thao.docx", extension="docx")])

    with pytest.raises(DomainError, match="Chưa có bản PDF"):
        outgoing.issue(document, by=home.keeper)
    home.attach(document, paper())
    assert outgoing.issue(document, by=home.keeper).state == DocumentState.ISSUED


def test_an_issued_document_is_revoked_by_a_leader_and_stays_in_the_register(home):
    document = home.issued()

    with pytest.raises(DomainError, match="lãnh đạo"):
        outgoing.revoke(document, reason="Sai thẩm quyền", by=home.keeper)
    revoked = outgoing.revoke(document, reason="Sai thẩm quyền", by=home.leader)

    assert (revoked.state, revoked.numbers.get().state) == (DocumentState.REVOKED, "used")


def test_drafts_are_read_where_they_are_written_and_registers_from_above(home):
    draft, issued = home.draft(), home.issued()
    above = UserFactory(unit=home.unit, roles=[Role.SUPERVISOR])

    assert set(OfficialDocument.objects.visible_to(home.helper)) == {draft, issued}
    assert set(OfficialDocument.objects.visible_to(above)) == {issued}
    assert not OfficialDocument.objects.visible_to(UserFactory(roles=[Role.LEADER])).exists()


def test_documents_are_linked_with_each_other_and_with_dossiers_and_each_shows_the_other(home, client):
    letter, report, dossier = home.registered(), home.issued(), DossierFactory(resolving_unit=home.unit)

    links.link(report, relation=Relation.REPLIES_TO, to=letter, by=home.officer)
    links.link(report, relation=Relation.REPLIES_TO, to=letter, by=home.officer)
    about = links.link(report, relation=Relation.CONCERNS, dossier=dossier, by=home.officer)

    assert [(one.words, one.name) for one in links.outward(report, home.officer)] == [
        ("Trả lời", "1508/UBND-NC: Tăng cường cải cách hành chính năm 2026"),
        ("Liên quan", f"Hồ sơ {dossier.code}"),
    ]
    assert [one.words for one in links.inward(letter, home.officer)] == ["Được trả lời bằng"]
    client.force_login(home.officer)
    assertContains(client.get(dossier.get_absolute_url()), report.get_absolute_url())
    links.unlink(about, by=home.officer)
    assert report.links.count() == 1


def test_a_link_into_another_room_is_resolved_by_the_name_it_was_given(home, settings):
    settings.DOCUMENT_LINKS = {"report": "tests.dossiers.documents.test_outgoing.report_named"}
    document = home.issued()
    links.link(document, relation=Relation.CONCERNS, record=("report", "7"), by=home.officer)
    links.link(document, relation=Relation.CONCERNS, record=("unknown", "7"), by=home.officer)

    assert [(one.name, one.url) for one in links.outward(document, home.officer)] == [
        ("Báo cáo 7", "/bao-cao/7/"),
        ("ngoài phạm vi xem của bạn", ""),
    ]


def report_named(user, key):
    return f"Báo cáo {key}", f"/bao-cao/{key}/"


def test_a_link_names_nothing_that_the_reader_may_not_see(home):
    other = Home(UserFactory().unit)
    document, theirs = home.issued(), other.registered()
    document.links.create(relation="concerns", to_document=theirs, made_by=other.officer)

    assert [one.name for one in links.outward(document, home.officer)] == ["ngoài phạm vi xem của bạn"]


def test_a_draft_that_is_given_up_takes_no_number(home):
    ended = outgoing.make_void(home.draft(), reason="Không cần nữa", by=home.officer)

    assert (ended.state, ended.number) == (DocumentState.VOID, None)
    assert home.numbered(when=at("2026-03-03 09:00")).number == 1
