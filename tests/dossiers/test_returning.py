"""Trả kết quả: what is ready, who takes it, what is owed, how it goes, what is signed, how it is rated."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import rating, rating_links, returning
from dossiers.fees import waiting
from dossiers.models import (
    DossierEvent,
    IdentityCheck,
    ReceiverRole,
    ResultDelivery,
    ReturnRecord,
    Slip,
    SlipKind,
)  # fmt: skip
from dossiers.printing import rendering
from dossiers.results import filing
from dossiers.status import DossierStatus, Rating
from portal.errors import DomainError
from portal.models import AuditEvent
from tests.dossiers.factories import OfficerFactory
from tests.dossiers.money import REGISTRY, charged, concluded, paid, small_pdf
from tests.dossiers.printing.reading import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = OfficerFactory(full_name="Lê Thị Hồng", phone="0233123456")
    client.force_login(officer)
    return officer


def done(*lines, **fields):
    """A dossier with a result that waits."""
    return concluded(charged(*lines, **fields))


OWNER = returning.Receiver(ReceiverRole.OWNER, "Trần Thị Bích Ngọc", "0912345678", IdentityCheck.CARD)


def hand_over(*dossiers, receiver=OWNER, way=ResultDelivery.COUNTER, batch=None, **more):
    return returning.hand_over(
        dossiers, batch=batch or uuid4(), receiver=receiver, way=way, by=dossiers[0].received_by, **more
    )


def form(dossier, **changed):
    return {
        "way": "counter", "role": "owner", "name": "Trần Thị Bích Ngọc", "phone": "0912345678",
        "check": "card", "batch": uuid4(), "code": [dossier.code],
    } | changed  # fmt: skip


class TestHandingOver:
    def test_it_returns_the_dossier_records_who_got_it_and_issues_the_receipt(self, officer):
        dossier = done(officer=officer)
        filing.file_result(
            dossier, title="Giấy khai sinh", number="15/2026", issued_on=None, content=None, by=officer
        )

        (record,) = hand_over(dossier)

        dossier.refresh_from_db()
        assert (dossier.status, dossier.returned_at) == (DossierStatus.RETURNED, record.handed_over_at)
        assert (record.receiver_name, record.identity_check, record.arrived_at) == (
            "Trần Thị Bích Ngọc", "card", record.handed_over_at,
        )  # fmt: skip
        slip = dossier.slips.get(kind=SlipKind.RETURN_RECEIPT)
        assert {name: words for name, words in slip.content.items() if name != "facts"} == {
            "result_kind": "Bản giấy",
            "result_number": "15/2026",
            "result_title": "Giấy khai sinh",
            "giver": "Lê Thị Hồng",
            "giver_phone": "0233123456",
            "receiver": "Trần Thị Bích Ngọc",
            "receiver_phone": "0912345678",
            "returned_at": record.handed_over_at.isoformat(),
            "rating_url": rating_links.rating_url(dossier),
        }

    @override_settings(BASE_URL="https://motcua.example.vn")
    def test_the_receipt_of_return_leads_to_the_rating(self, officer):
        dossier = done(officer=officer)
        hand_over(dossier)

        paper = Paper(rendering.pdf(dossier.slips.get(kind=SlipKind.RETURN_RECEIPT)))

        assert "Quét mã để đánh giá sự phục vụ" in paper.text()
        assert f"https://motcua.example.vn/danh-gia/{rating_links.token_of(dossier)}/" in {
            text for _, text, _, _ in paper.codes()
        }
        assert paper.pages == 1

    def test_several_go_together_or_none_does(self, officer):
        first, second = done(officer=officer), done(REGISTRY, officer=officer)

        with pytest.raises(DomainError, match=rf"{second.code} còn phải thu 5\.000 đồng"):
            hand_over(first, second)
        assert not ReturnRecord.objects.exists()
        assert not Slip.objects.filter(kind=SlipKind.RETURN_RECEIPT).exists()

        paid(second, 5000)
        assert len(hand_over(first, second)) == 2

    def test_a_leaders_word_lets_it_go_unpaid(self, officer):
        dossier = done(REGISTRY, officer=officer)
        waiting.defer_payment(dossier, reason="Bà cụ neo đơn", by=officer)

        assert hand_over(dossier)

    def test_a_form_sent_twice_returns_once(self, officer):
        dossier, batch = done(officer=officer), uuid4()

        assert hand_over(dossier, batch=batch) == hand_over(dossier, batch=batch)
        assert dossier.slips.filter(kind=SlipKind.RETURN_RECEIPT).count() == 1
        assert DossierEvent.objects.filter(dossier=dossier, action="return_result").count() == 1

    @pytest.mark.parametrize(
        ("receiver", "words"),
        [
            (("proxy", "card", "GUQ 12"), "phải có giấy ủy quyền"),
            (("proxy", "authority", ""), "Ghi số, ngày hoặc nơi chứng thực"),
            (("owner", "sent", ""), "kiểm tra giấy tờ của người nhận"),
        ],
    )
    def test_identity_or_authority_is_checked(self, officer, receiver, words):
        role, check, note = receiver

        with pytest.raises(DomainError, match=words):
            hand_over(
                done(officer=officer), receiver=returning.Receiver(role, "Trần Văn Anh", "", check, note)
            )

    def test_a_proxy_with_a_letter_of_authority_takes_it(self, officer):
        proxy = returning.Receiver("proxy", "Trần Văn Anh", "", "authority", "Số 12 ngày 20/11/2026, UBND xã")

        (record,) = hand_over(done(officer=officer), receiver=proxy)

        assert record.authority_note == "Số 12 ngày 20/11/2026, UBND xã"

    def test_what_goes_by_post_has_a_number_and_arrives_later(self, officer):
        dossier = done(officer=officer)
        sent = returning.Receiver("owner", "Trần Thị Bích Ngọc", "", "sent")
        with pytest.raises(DomainError, match="số hiệu bưu gửi"):
            hand_over(dossier, receiver=sent, way=ResultDelivery.POST)

        (record,) = hand_over(
            dossier, receiver=sent, way=ResultDelivery.POST, tracking_number="EB123456789VN"
        )
        assert (record.is_on_the_way, record.arrived_at) == (True, None)
        returning.arrived(record, by=officer)
        returning.arrived(record, by=officer)

        record.refresh_from_db()
        assert not record.is_on_the_way
        assert DossierEvent.objects.filter(dossier=dossier, action="result_arrived").count() == 1

    def test_only_a_file_goes_online(self, officer):
        dossier = done(officer=officer)
        sent = returning.Receiver("owner", "Trần Thị Bích Ngọc", "", "vneid")
        with pytest.raises(DomainError, match="chưa có tệp kết quả điện tử"):
            hand_over(dossier, receiver=sent, way=ResultDelivery.ONLINE)

        filing.file_result(dossier, title="Giấy", number="", issued_on=None, content=small_pdf(), by=officer)
        assert hand_over(dossier, receiver=sent, way=ResultDelivery.ONLINE)

    def test_what_has_no_result_yet_is_not_handed_over(self, officer):
        with pytest.raises(DomainError, match="chưa thể chuyển sang"):
            hand_over(charged(officer=officer))

    def test_what_is_returned_at_once_stands_in_the_days_list_too(self, client, officer):
        dossier = done(officer=officer)

        returning.at_once(dossier, by=officer, at=timezone.now())

        assertContains(client.get("/tra-ket-qua/"), dossier.code)
        assert (dossier.return_record.receiver_name, dossier.slips.count()) == ("Trần Thị Bích Ngọc", 0)


class TestThePage:
    def test_the_receipt_scanned_leads_to_what_is_ready_of_the_same_person(self, client, officer):
        first = done(officer=officer, personal_number="045185003217")
        second = done(REGISTRY, officer=officer, personal_number="045185003217")
        other = done(officer=officer, personal_number="045185009999")
        unfinished = charged(officer=officer, personal_number="045185003217")

        found = client.post("/ho-so/", {"q": first.code})
        response = client.get(f"/ho-so/{first.code}/tra-ket-qua/")

        assertRedirects(found, first.get_absolute_url())
        assertContains(response, f'value="{first.code}" aria-label="Trả hồ sơ {first.code}" checked')
        assertContains(response, f'value="{second.code}" aria-label="Trả hồ sơ {second.code}" disabled')
        assertContains(response, "còn phải thu 5.000 đồng")
        assertNotContains(response, other.code)
        assertNotContains(response, unfinished.code)

    def test_two_are_handed_over_at_once_and_their_receipts_offered(self, client, officer):
        first, second = (done(officer=officer, personal_number="045185003217") for _ in range(2))

        response = client.post(
            f"/ho-so/{first.code}/tra-ket-qua/", form(first, code=[first.code, second.code]), follow=True
        )

        batch = ReturnRecord.objects.first().batch
        assertRedirects(response, f"/tra-ket-qua/{batch}/")
        for dossier in (first, second):
            dossier.refresh_from_db()
            assert dossier.status == DossierStatus.RETURNED
            assertContains(response, f"/ho-so/{dossier.code}/phieu/")
        assertContains(response, "Mã mở trang đánh giá")

    def test_what_was_not_ticked_stays(self, client, officer):
        first, second = (done(officer=officer, personal_number="045185003217") for _ in range(2))

        client.post(f"/ho-so/{first.code}/tra-ket-qua/", form(first))

        second.refresh_from_db()
        assert second.status == DossierStatus.CONCLUDED

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"check": ""}, "Trường này là bắt buộc"),
            ({"role": "proxy"}, "Người nhận thay phải có giấy ủy quyền"),
            ({"way": "post", "check": "sent"}, "Gửi qua bưu chính thì ghi số hiệu bưu gửi."),
            ({"code": []}, "Chọn ít nhất một hồ sơ để trả."),
        ],
    )
    def test_what_is_missing_is_told_and_the_rest_stays_typed(self, client, officer, changed, words):
        dossier = done(officer=officer)

        response = client.post(
            f"/ho-so/{dossier.code}/tra-ket-qua/", form(dossier, name="Trần Văn Anh", **changed)
        )

        assertContains(response, words)
        assertContains(response, 'value="Trần Văn Anh"')
        dossier.refresh_from_db()
        assert dossier.status == DossierStatus.CONCLUDED

    def test_a_dossier_that_is_not_ready_says_why(self, client, officer):
        dossier = charged(officer=officer)

        assertContains(client.get(f"/ho-so/{dossier.code}/tra-ket-qua/"), "chỉ khi đã có kết quả")

    def test_nobody_hands_over_what_is_another_units(self, client, officer):
        dossier, mine = (
            done(personal_number="045185003217"),
            done(officer=officer, personal_number="045185003217"),
        )

        assert client.post(f"/ho-so/{dossier.code}/tra-ket-qua/", form(dossier)).status_code == 404
        client.post(f"/ho-so/{mine.code}/tra-ket-qua/", form(mine, code=[mine.code, dossier.code]))

        dossier.refresh_from_db()
        assert dossier.status == DossierStatus.CONCLUDED

    def test_the_record_shows_who_got_it(self, client, officer):
        dossier = done(officer=officer)
        hand_over(dossier)

        response = client.get(dossier.get_absolute_url())

        assertContains(response, "Giấy hẹn và thẻ căn cước")

    def test_it_costs_the_same_for_one_and_for_three(self, client, officer):
        def cost(address):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            return len(asked)

        def waiting_for(number, count):
            made = [done(REGISTRY, officer=officer, personal_number=number) for _ in range(count)]
            for dossier in made:
                paid(dossier, 5000)
            return made

        alone, several = waiting_for("045185003217", 1), waiting_for("045185009999", 3)
        pages = [cost(f"/ho-so/{group[0].code}/tra-ket-qua/") for group in (alone, several)]
        done_pages = [cost(f"/tra-ket-qua/{hand_over(*group)[0].batch}/") for group in (alone, several)]

        assert pages[0] == pages[1]
        assert done_pages[0] == done_pages[1]


class TestTheDaysList:
    def test_it_lists_the_day_to_be_signed_on_paper(self, client, officer):
        dossier = done(officer=officer)
        filing.file_result(
            dossier, title="Giấy khai sinh", number="15/2026", issued_on=None, content=None, by=officer
        )
        hand_over(dossier)

        assertContains(client.get("/tra-ket-qua/"), dossier.code)
        yesterday = timezone.localdate() - timedelta(days=1)
        assertContains(
            client.get(f"/tra-ket-qua/?ngay={yesterday:%Y-%m-%d}"), "Ngày này chưa trả kết quả nào"
        )
        page = PdfReader(io.BytesIO(client.get("/tra-ket-qua/ky-nhan.pdf").content)).pages[0]
        text = " ".join(page.extract_text().split())
        for words in ("DANH SÁCH KÝ NHẬN KẾT QUẢ", "15/2026", "Trần Thị Bích Ngọc, 0912345678", "Ký nhận"):
            assert words in text

    def test_what_was_sent_waits_there_until_it_arrived(self, client, officer):
        dossier = done(officer=officer)
        sent = returning.Receiver("owner", "Trần Thị Bích Ngọc", "", "sent")
        hand_over(dossier, receiver=sent, way=ResultDelivery.POST, tracking_number="EB1VN")
        assertContains(client.get("/tra-ket-qua/?xem=dang-gui"), dossier.code)

        client.post(f"/ho-so/{dossier.code}/da-nhan/")

        assertContains(client.get("/tra-ket-qua/?xem=dang-gui"), "Không có kết quả nào đang gửi")
        assert not dossier.return_record.is_on_the_way

    def test_it_costs_the_same_for_one_and_for_three(self, client, officer):
        def cost():
            with CaptureQueriesContext(connection) as asked:
                client.get("/tra-ket-qua/")
            return len(asked)

        hand_over(done(officer=officer))
        before = cost()
        hand_over(*(done(officer=officer) for _ in range(3)))

        assert cost() == before


class TestRating:
    def rated_page(self, dossier):
        return f"/danh-gia/{rating_links.token_of(dossier)}/"

    def test_a_citizen_rates_once_and_nobody_else_learns_it(self, client, officer):
        dossier = done(officer=officer)
        hand_over(dossier)
        events, lines = DossierEvent.objects.count(), AuditEvent.objects.count()
        client.logout()

        for level in Rating:
            assertContains(client.get(self.rated_page(dossier)), level.label)
        assertContains(client.post(self.rated_page(dossier), {"rating": "4"}), "Xin cảm ơn Ông/Bà")
        assertContains(client.post(self.rated_page(dossier), {"rating": "1"}), "đã được đánh giá")

        dossier.refresh_from_db()
        assert dossier.rating == Rating.SATISFIED
        assert (DossierEvent.objects.count(), AuditEvent.objects.count() - lines) == (events, 0)

    def test_an_officer_does_not_fill_it_in(self, client, officer):
        dossier = done(officer=officer)

        assertContains(client.get(self.rated_page(dossier)), "đang đăng nhập tài khoản cán bộ")
        assert client.post(self.rated_page(dossier), {"rating": "5"}).status_code == 403
        dossier.refresh_from_db()
        assert dossier.rating is None

    def test_a_dossier_without_result_is_rated_later(self, client):
        dossier = charged()

        assertContains(client.post(self.rated_page(dossier), {"rating": "5"}), "khi nhận kết quả")
        dossier.refresh_from_db()
        assert dossier.rating is None

    @pytest.mark.parametrize("value", ["", "0", "6", "tốt"])
    def test_only_one_of_five_levels_is_taken(self, client, value):
        dossier = done()

        assertContains(client.post(self.rated_page(dossier), {"rating": value}), "Chọn một")
        dossier.refresh_from_db()
        assert dossier.rating is None

    def test_a_token_of_ones_own_making_leads_nowhere(self, client):
        dossier = done()

        assert client.get(f"/danh-gia/{dossier.pk}~AAAA/").status_code == 404
        assert client.get(f"/danh-gia/{dossier.pk}/").status_code == 404

    def test_the_page_names_no_person(self, client):
        assertNotContains(client.get(self.rated_page(done())), "Ngọc")

    def test_the_address_for_paper_is_whole(self):
        dossier = done()

        assert rating_links.rating_url(dossier) == f"{project.BASE_URL}{self.rated_page(dossier)}"

    def test_the_counters_screen_asks_after_each_return_and_waits_again(self, client, officer):
        screen = rating.screen_path(officer)
        client.logout()
        assertContains(client.get(screen), "Kính chào Ông/Bà")
        dossier = done(officer=officer)
        hand_over(dossier)

        asked = client.get(screen, follow=True)
        thanked = client.post(asked.redirect_chain[-1][0], {"rating": "5"})

        assertContains(asked, "thái độ công chức")
        assertContains(thanked, f'data-counter="{screen}" data-counter-after="6"')
        assertContains(thanked, f'<a class="button" href="{screen}">Bắt đầu lại</a>', html=True)
        assert "Refresh" not in thanked.headers
        assertContains(client.get(screen), "Kính chào Ông/Bà")

    def test_on_a_phone_nothing_is_timed_and_no_script_runs(self, client):
        thanked = client.post(self.rated_page(done()), {"rating": "2"})

        assertNotContains(thanked, "<script")
        assertNotContains(thanked, "data-counter")

    def test_who_does_not_want_to_rate_skips(self, client, officer):
        screen, dossier = rating.screen_path(officer), done(officer=officer)
        hand_over(dossier)
        client.logout()

        response = client.post(screen, {"token": rating_links.token_of(dossier)}, follow=True)

        assertContains(response, "Kính chào Ông/Bà")
        dossier.refresh_from_db()
        assert dossier.rating is None

    def test_the_screen_stays_closed_on_a_machine_that_is_signed_in(self, client, officer):
        hand_over(done(officer=officer))

        assertContains(client.get(rating.screen_path(officer)), "Mở trang này trên máy quay ra người dân")
        assert client.get("/danh-gia/man-hinh/1~AAAA/").status_code == 404
