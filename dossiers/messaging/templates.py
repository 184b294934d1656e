"""Mẫu tin: the words that ship, the office's own instead of them, and what may be filled in.

A template is plain text with names in braces. Only the names of `PLACES` are known, nothing else of a brace's
language (no attribute, index or format): whatever an office writes, it can only say what stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.db import transaction

from dossiers.messaging import sms
from dossiers.models import MessageChannel, MessageTemplate
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User
from portal.text import clean, one_line

PLACES = {
    "ma_ho_so": "Mã hồ sơ",
    "thu_tuc": "Tên thủ tục",
    "chu_ho_so": "Họ tên chủ hồ sơ",
    "don_vi": "Tên bộ phận hoặc đơn vị",
    "hen_tra": "Giờ và ngày hẹn trả",
    "hen_lai": "Giờ và ngày hẹn trả lại (xin lỗi)",
    "ly_do": "Lý do hoặc nội dung cần bổ sung",
    "tra_cuu": "Địa chỉ tra cứu hồ sơ",
    "danh_gia": "Địa chỉ đánh giá sự phục vụ",
    "lien_he": "Điện thoại, địa chỉ của đơn vị",
    "so_phan_anh": "Số của phản ánh (chỉ trong tin về phản ánh)",
    "han_tra_loi": "Hạn trả lời phản ánh (chỉ trong tin về phản ánh)",
    "theo_doi": "Địa chỉ theo dõi phản ánh (chỉ trong tin về phản ánh)",
    "gio_hen": "Giờ và ngày người dân hẹn đến (chỉ trong tin về lịch hẹn)",
    "gio_cu": "Giờ hẹn trước khi đổi (chỉ trong tin về lịch hẹn)",
    "ma_hen": "Mã lịch hẹn (chỉ trong tin về lịch hẹn)",
    "mang_theo": "Giấy tờ cần mang theo (chỉ trong tin về lịch hẹn)",
    "xem_hen": "Địa chỉ xem, đổi, hủy lịch hẹn (chỉ trong tin về lịch hẹn)",
    "ma_ho_tro": "Mã hỗ trợ trước khi đến (chỉ trong tin về hỗ trợ trước)",
    "xem_ho_tro": "Địa chỉ xem yêu cầu hỗ trợ (chỉ trong tin về hỗ trợ trước)",
}
SAMPLE = {
    "ma_ho_so": "H50.25-261123-0007",
    "thu_tuc": "Đăng ký khai sinh",
    "chu_ho_so": "Nguyễn Thị Mẫu",
    "don_vi": "Bộ phận Một cửa xã Mẫu",
    "hen_tra": "16:30 ngày 26/11/2026",
    "hen_lai": "16:30 ngày 30/11/2026",
    "ly_do": "Thiếu giấy chứng sinh bản chính",
    "tra_cuu": "https://motcua.example.vn/tra-cuu/?ma=H50.25-261123-0007",
    "danh_gia": "https://motcua.example.vn/danh-gia/7~mau/",
    "lien_he": "điện thoại 0233 3000 000",
    "so_phan_anh": "H50.25-PA-2026-0007",
    "han_tra_loi": "15/12/2026",
    "theo_doi": "https://motcua.example.vn/gop-y/theo-doi/",
    "gio_hen": "08:00 ngày 26/11/2026",
    "gio_cu": "14:00 ngày 25/11/2026",
    "ma_hen": "K7QM-2XHA-9RTB",
    "mang_theo": "Tờ khai đăng ký khai sinh; Giấy chứng sinh",
    "xem_hen": "https://motcua.example.vn/lich-hen/cua-ban/",
    "ma_ho_tro": "K7QM-2XHA-9RTB",
    "xem_ho_tro": "https://motcua.example.vn/ho-tro-truoc/",
}
"""What the preview is filled with: an invented person."""


@dataclass(frozen=True)
class Words:
    """What is said: subject (e-mail only), text, whether it is sent at all, and without marks or with."""

    subject: str
    text: str
    is_on: bool = True
    is_unmarked: bool = False

    def filled(self, values: Mapping[str, str]) -> "Words":
        subject = one_line(_fill(self.subject, values))[:200]
        text = clean(_fill(self.text, values)).strip()
        if self.is_unmarked:
            subject, text = sms.unmarked(subject), sms.unmarked(text)
        return Words(subject, text, self.is_on, self.is_unmarked)


@dataclass(frozen=True)
class News:
    """One kind of news for citizens: its key and name, and the words that ship for each channel.

    `by_hand`: where nobody can be written to, somebody has to tell it in person.
    """

    key: str
    label: str
    shipped: dict[MessageChannel, Words]
    by_hand: bool = False


def _news(
    key: str, label: str, *, subject: str, letter: str, note: str, by_hand: bool = False, sms_on: bool = True
) -> News:
    body = (
        f"Kính gửi Ông/Bà {{chu_ho_so}},\n\n{letter}\n\nHồ sơ đang ở đâu: {{tra_cuu}}\n"
        "Cần hỏi thêm, xin liên hệ {don_vi}, {lien_he}.\n\n"
        "Thư này do hệ thống gửi, xin không trả lời vào địa chỉ này."
    )
    return News(
        key,
        label,
        {
            MessageChannel.EMAIL: Words(subject, body),
            MessageChannel.SMS: Words("", note, is_on=sms_on, is_unmarked=True),
        },
        by_hand,
    )


def _voice(key: str, label: str, *, subject: str, letter: str, note: str) -> News:
    """News of a feedback: the number and where to look, nothing of what was written."""
    body = (
        f"Kính gửi Ông/Bà,\n\n{letter}\n\nXem bằng mã theo dõi đã nhận khi gửi: {{theo_doi}}\n"
        "Cần hỏi thêm, xin liên hệ {don_vi}, {lien_he}.\n\n"
        "Thư này do hệ thống gửi, xin không trả lời vào địa chỉ này."
    )
    return News(
        key,
        label,
        {
            MessageChannel.EMAIL: Words(subject, body),
            MessageChannel.SMS: Words("", note, is_unmarked=True),
        },
    )


def _appointment(key: str, label: str, *, subject: str, letter: str, note: str) -> News:
    """News of an appointment; a text message names neither the person nor what they come for."""
    body = (
        f"Kính gửi Ông/Bà {{chu_ho_so}},\n\n{letter}\n\n"
        "Xem, đổi hoặc hủy bằng mã {ma_hen} và bốn số cuối của số điện thoại đã ghi: {xem_hen}\n"
        "Cần hỏi thêm, xin liên hệ {don_vi}, {lien_he}.\n\n"
        "Thư này do hệ thống gửi, xin không trả lời vào địa chỉ này."
    )
    words = {
        MessageChannel.EMAIL: Words(subject, body),
        MessageChannel.SMS: Words("", note, is_unmarked=True),
    }
    return News(key, label, words, by_hand=True)


def _help(key: str, label: str, *, subject: str, letter: str, note: str) -> News:
    """News of a request for help before coming: the code and where to look, nothing of the papers."""
    body = (
        f"Kính gửi Ông/Bà,\n\n{letter}\n\nXem bằng mã {{ma_ho_tro}} và bốn số cuối điện thoại: "
        "{xem_ho_tro}\n"
        "Cần hỏi thêm, xin liên hệ {don_vi}, {lien_he}.\n\n"
        "Thư này do hệ thống gửi, xin không trả lời vào địa chỉ này."
    )
    return News(
        key,
        label,
        {
            MessageChannel.EMAIL: Words(subject, body),
            MessageChannel.SMS: Words("", note, is_unmarked=True),
        },
    )


_CATALOGUE = (
    _news(
        "received",
        "Đã tiếp nhận",
        subject="Đã tiếp nhận hồ sơ {ma_ho_so}",
        letter="{don_vi} đã tiếp nhận hồ sơ {ma_ho_so} về thủ tục “{thu_tuc}”. Hẹn trả kết quả: {hen_tra}.",
        note="{don_vi} đã nhận hồ sơ {ma_ho_so}, hẹn trả {hen_tra}. Tra cứu: {tra_cuu}",
    ),
    _news(
        "supplement",
        "Yêu cầu bổ sung",
        subject="Hồ sơ {ma_ho_so} cần bổ sung",
        letter="Hồ sơ {ma_ho_so} về thủ tục “{thu_tuc}” cần bổ sung: {ly_do}\n"
        "Thời hạn giải quyết tạm dừng cho đến khi nhận đủ giấy tờ.",
        note="Hồ sơ {ma_ho_so} cần bổ sung giấy tờ. Xin liên hệ {don_vi}, {lien_he}. Xem: {tra_cuu}",
        by_hand=True,
    ),
    _news(
        "resumed",
        "Giải quyết tiếp, ngày hẹn đổi",
        subject="Ngày hẹn trả của hồ sơ {ma_ho_so}",
        letter="{don_vi} giải quyết tiếp hồ sơ {ma_ho_so} về thủ tục “{thu_tuc}” sau thời gian tạm dừng. "
        "Ngày hẹn trả kết quả nay là: {hen_tra}.",
        note="Hồ sơ {ma_ho_so} được giải quyết tiếp, nay hẹn trả {hen_tra}. Tra cứu: {tra_cuu}",
    ),
    _news(
        "due_moved",
        "Ngày hẹn đổi theo lịch làm việc",
        subject="Đổi ngày hẹn trả của hồ sơ {ma_ho_so}",
        letter="Lịch làm việc thay đổi ({ly_do}), nên ngày hẹn trả kết quả hồ sơ {ma_ho_so} về thủ tục "
        "“{thu_tuc}” nay là: {hen_tra}. Giấy hẹn cũ vẫn dùng để nhận kết quả.",
        note="Hồ sơ {ma_ho_so} nay hẹn trả {hen_tra} do lịch làm việc thay đổi. Tra cứu: {tra_cuu}",
        by_hand=True,
    ),
    _news(
        "corrected",
        "Sửa thông tin trên giấy tiếp nhận",
        subject="Đã sửa giấy tiếp nhận hồ sơ {ma_ho_so}",
        letter="{don_vi} đã sửa thông tin trên giấy tiếp nhận hồ sơ {ma_ho_so} về thủ tục “{thu_tuc}”; mã hồ "
        "sơ và ngày hẹn trả ({hen_tra}) không đổi. Xin đến {don_vi} nhận giấy tiếp nhận bản mới; nếu Ông/Bà "
        "không yêu cầu sửa, xin báo ngay cho {don_vi}.",
        note="{don_vi} đã sửa giấy tiếp nhận hồ sơ {ma_ho_so}. Xin đến nhận bản mới, hoặc báo lại nếu không "
        "yêu cầu sửa. {lien_he}",
    ),
    _news(
        "refused",
        "Từ chối",
        subject="Hồ sơ {ma_ho_so} không được giải quyết",
        letter="{don_vi} không giải quyết được hồ sơ {ma_ho_so} về thủ tục “{thu_tuc}”. Lý do: {ly_do}\n"
        "Văn bản từ chối nêu rõ căn cứ, xin đến nhận tại {don_vi}.",
        note="Hồ sơ {ma_ho_so} không được giải quyết. Xin đến {don_vi} nhận văn bản nêu lý do. {lien_he}",
        by_hand=True,
    ),
    _news(
        "apology",
        "Xin lỗi, hẹn lại",
        subject="Xin lỗi và hẹn lại ngày trả kết quả hồ sơ {ma_ho_so}",
        letter="{don_vi} xin lỗi Ông/Bà: hồ sơ {ma_ho_so} về thủ tục “{thu_tuc}” chưa xong đúng hẹn "
        "{hen_tra}. Lý do: {ly_do}\nXin hẹn lại: {hen_lai}.",
        note="{don_vi} xin lỗi Ông/Bà: hồ sơ {ma_ho_so} chưa xong đúng hẹn, xin hẹn lại {hen_lai}.",
        by_hand=True,
    ),
    _news(
        "ready",
        "Đã có kết quả",
        subject="Đã có kết quả hồ sơ {ma_ho_so}",
        letter="Hồ sơ {ma_ho_so} về thủ tục “{thu_tuc}” đã có kết quả. "
        "Xin mang giấy hẹn đến {don_vi} để nhận; người nhận thay mang thêm giấy ủy quyền.",
        note="Hồ sơ {ma_ho_so} đã có kết quả. Xin mang giấy hẹn đến {don_vi} để nhận.",
        by_hand=True,
    ),
    _news(
        "returned",
        "Đã trả kết quả",
        subject="Đã trả kết quả hồ sơ {ma_ho_so}",
        letter="{don_vi} đã trả kết quả hồ sơ {ma_ho_so} về thủ tục “{thu_tuc}”. Cảm ơn Ông/Bà.\n\n"
        "Xin Ông/Bà đánh giá sự phục vụ, không ai biết ai đã chọn mức nào: {danh_gia}",
        note="{don_vi} đã trả kết quả hồ sơ {ma_ho_so}. Xin đánh giá sự phục vụ: {danh_gia}",
        sms_on=False,
    ),
    _appointment(
        "appointment_booked",
        "Lịch hẹn: đã đặt",
        subject="Lịch hẹn {gio_hen}",
        letter="{don_vi} hẹn gặp Ông/Bà lúc {gio_hen} để làm thủ tục “{thu_tuc}”.\nMang theo: {mang_theo}.",
        note="{don_vi} hẹn gặp lúc {gio_hen}. Mã lịch hẹn {ma_hen}. Xem, đổi, hủy: {xem_hen}",
    ),
    _appointment(
        "appointment_moved",
        "Lịch hẹn: đổi giờ",
        subject="Lịch hẹn đổi sang {gio_hen}",
        letter="Lịch hẹn lúc {gio_cu} để làm thủ tục “{thu_tuc}” nay đổi sang {gio_hen}. Lý do: {ly_do}.",
        note="{don_vi}: lịch hẹn {gio_cu} đổi sang {gio_hen}. Xem, đổi, hủy bằng mã {ma_hen}: {xem_hen}",
    ),
    _appointment(
        "appointment_off",
        "Lịch hẹn: đã hủy",
        subject="Đã hủy lịch hẹn {gio_hen}",
        letter="Lịch hẹn lúc {gio_hen} để làm thủ tục “{thu_tuc}” đã hủy. Lý do: {ly_do}.\n"
        "Ông/Bà vẫn đến được trong giờ làm việc, hoặc đặt lịch hẹn khác.",
        note="{don_vi}: lịch hẹn {gio_hen} đã hủy. Lý do: {ly_do}. Hỏi thêm: {lien_he}",
    ),
    _appointment(
        "appointment_soon",
        "Lịch hẹn: nhắc trước",
        subject="Nhắc lịch hẹn {gio_hen}",
        letter="{don_vi} hẹn gặp Ông/Bà lúc {gio_hen} để làm thủ tục “{thu_tuc}”.\nMang theo: {mang_theo}.\n"
        "Nếu không đến được, xin hủy để nhường giờ cho người khác.",
        note="{don_vi} nhắc: hẹn gặp lúc {gio_hen}. Không đến được xin đổi, hủy bằng mã {ma_hen}: {xem_hen}",
    ),
    _voice(
        "voice_received",
        "Phản ánh: đã nhận",
        subject="Đã nhận phản ánh số {so_phan_anh}",
        letter="{don_vi} đã nhận phản ánh, kiến nghị số {so_phan_anh}, trả lời chậm nhất ngày {han_tra_loi}.",
        note="{don_vi} đã nhận phản ánh số {so_phan_anh}, trả lời trước hết ngày {han_tra_loi}. {theo_doi}",
    ),
    _voice(
        "voice_asked",
        "Phản ánh: cần bổ sung",
        subject="Phản ánh số {so_phan_anh} cần bổ sung",
        letter="{don_vi} cần Ông/Bà cho biết thêm để xử lý phản ánh số {so_phan_anh}.",
        note="Phản ánh số {so_phan_anh} cần bổ sung. Xin xem và bổ sung tại {theo_doi}",
    ),
    _voice(
        "voice_refused",
        "Phản ánh: không tiếp nhận",
        subject="Phản ánh số {so_phan_anh} không được tiếp nhận",
        letter="{don_vi} không tiếp nhận phản ánh số {so_phan_anh}; lý do ghi ở trang theo dõi.",
        note="{don_vi} không tiếp nhận phản ánh số {so_phan_anh}. Xem lý do: {theo_doi}",
    ),
    _help(
        "advance_received",
        "Hỗ trợ trước: đã nhận",
        subject="Đã nhận yêu cầu hỗ trợ {ma_ho_tro}",
        letter="{don_vi} đã nhận yêu cầu xem giấy tờ trước, thủ tục “{thu_tuc}”, trả lời chậm nhất ngày "
        "{han_tra_loi}. Xin chưa đến khi chưa có giờ hẹn.",
        note="{don_vi} đã nhận yêu cầu {ma_ho_tro}, trả lời trước hết ngày {han_tra_loi}. Xem: {xem_ho_tro}",
    ),
    _help(
        "advance_asked",
        "Hỗ trợ trước: cần bổ sung",
        subject="Yêu cầu {ma_ho_tro} cần bổ sung giấy tờ",
        letter="{don_vi} đã xem giấy tờ, thủ tục “{thu_tuc}”, và cần Ông/Bà gửi thêm một lần; danh sách "
        "ghi ở trang theo dõi.",
        note="Yêu cầu {ma_ho_tro} cần gửi thêm giấy tờ. Xem danh sách và gửi tại {xem_ho_tro}",
    ),
    _help(
        "advance_draft",
        "Hỗ trợ trước: có dự thảo",
        subject="Dự thảo của yêu cầu {ma_ho_tro}",
        letter="{don_vi} đã soạn dự thảo. Xin đọc kỹ tên, số giấy tờ, thửa đất, diện tích rồi bấm đồng ý "
        "hoặc báo chỗ sai.",
        note="{don_vi} đã soạn dự thảo, yêu cầu {ma_ho_tro}. Xin đọc và trả lời tại {xem_ho_tro}",
    ),
    _help(
        "advance_times",
        "Hỗ trợ trước: chọn giờ đến",
        subject="Chọn giờ đến, yêu cầu {ma_ho_tro}",
        letter="Giấy tờ đã xem xong. Xin chọn một trong các giờ mà {don_vi} đề nghị.",
        note="Yêu cầu {ma_ho_tro}: xin chọn giờ đến {don_vi} tại {xem_ho_tro}",
    ),
    _help(
        "advance_closed",
        "Hỗ trợ trước: kết thúc",
        subject="Yêu cầu {ma_ho_tro} kết thúc",
        letter="{don_vi} không hỗ trợ tiếp được yêu cầu {ma_ho_tro}; lý do và việc cần làm ghi ở trang "
        "theo dõi.",
        note="{don_vi} không hỗ trợ tiếp được yêu cầu {ma_ho_tro}. Xem lý do: {xem_ho_tro}",
    ),
    _voice(
        "voice_answered",
        "Phản ánh: đã trả lời",
        subject="Đã trả lời phản ánh số {so_phan_anh}",
        letter="{don_vi} đã trả lời phản ánh số {so_phan_anh}. Xin cho biết Ông/Bà có hài lòng không.",
        note="{don_vi} đã trả lời phản ánh số {so_phan_anh}. Xem: {theo_doi}",
    ),
)
NEWS = {news.key: news for news in _CATALOGUE}


def check(text: str) -> None:
    """Refuse braces that are no known place, with the sentence that an administrator can act on."""
    known = ", ".join(f"{{{name}}}" for name in PLACES)
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise DomainError(
            "Dấu ngoặc nhọn không khớp: mỗi chỗ điền viết liền trong một cặp ngoặc, ví dụ {ma_ho_so}."
        ) from None
    for _, name, form, conversion in parts:
        if name is not None and (name not in PLACES or form or conversion):
            raise DomainError(f"Không có chỗ điền “{{{name}}}”. Dùng được: {known}.")


def words(unit: Unit, key: str, channel: MessageChannel) -> Words:
    """What the office says now."""
    return all_words(unit, key)[channel]


def all_words(unit: Unit, key: str) -> dict[MessageChannel, Words]:
    """By channel, in one query: the office's newest words, else those that ship."""
    found = dict(NEWS[key].shipped)
    for row in MessageTemplate.objects.filter(unit=unit, key=key).order_by("pk"):
        found[MessageChannel(row.channel)] = of_row(row)
    return found


def of_row(row: MessageTemplate) -> Words:
    return Words(row.subject, row.text, row.is_on, row.is_unmarked)


@transaction.atomic
def write(unit: Unit, key: str, channel: MessageChannel, said: Words, *, by: User) -> MessageTemplate:
    """Sửa mẫu tin: from now on the office says this; the words before stay in the history."""
    check(said.subject)
    check(said.text)
    made = MessageTemplate.objects.create(
        unit=unit,
        key=key,
        channel=channel,
        subject=one_line(said.subject),
        text=clean(said.text),
        is_on=said.is_on,
        is_unmarked=said.is_unmarked,
        written_by=by,
    )
    audit.record("message.template_written", by=by, target=unit, unit=unit, template=key, channel=channel)
    return made


def _fill(text: str, values: Mapping[str, Any]) -> str:
    check(text)
    return Formatter().vformat(text, (), values)
