"""Lời của các mẫu: every label that is printed, with the words it ships with.

Of the circulars' forms the words are those that stand in the forms in use; an office may change them
(`labels`). What is in braces is filled in from the record and may not be left out.
"""

from typing import NamedTuple

from dossiers.models import SlipKind
from dossiers.printing.sets import REGISTER


class Label(NamedTuple):
    """One text of a form: its key, its usual words, and where it stands if the words don't say so."""

    key: str
    text: str
    hint: str = ""


HEAD = (
    Label("signed_by_body", "Chữ ký số của Tổ chức (nếu là biểu mẫu điện tử)", "trên tên cơ quan"),
    Label("number", "Số: {number}/{office_symbol}", "số của phiếu"),
)
FOOT = (
    Label("tracking", "Quét mã để tra cứu hồ sơ", "dưới mã QR tra cứu"),
    Label("signed_by_officer", "", "dòng chữ ký số của công chức, viên chức, trong ô ký bên phải"),
)
SIGN = "(Ký và ghi rõ họ tên)"
LEFT = (Label("left", "NGƯỜI NỘP HỒ SƠ", "ô ký bên trái"), Label("left_note", SIGN, "dưới ô ký bên trái"))


def _right(title: str, note: str = SIGN) -> tuple[Label, ...]:
    return (Label("right", title, "ô ký bên phải"), Label("right_note", note, "dưới ô ký bên phải"))


_PERSON = (
    Label("address", "Địa chỉ:"),
    Label("phone", "Số điện thoại:"),
    Label("email", "Email:"),
)
_PAPER_COLUMNS = (
    Label("papers_tt", "TT", "cột của bảng giấy tờ"),
    Label("papers_name", "Thành phần hồ sơ", "cột của bảng giấy tờ"),
    Label("papers_count", "Số lượng", "đầu ba cột số lượng"),
    Label("papers_original", "Bản chính", "cột của bảng giấy tờ"),
    Label("papers_certified", "Bản chứng thực", "cột của bảng giấy tờ"),
    Label("papers_copy", "Bản photo", "cột của bảng giấy tờ"),
)

LABELS: dict[str, tuple[Label, ...]] = {
    SlipKind.RECEIPT: (
        *HEAD,
        Label("code", "Mã hồ sơ:"),
        Label("copy", "(Liên: {copy})"),
        Label("office", "Bộ phận tiếp nhận và trả kết quả:"),
        Label("applicant", "Tiếp nhận hồ sơ của:"),
        Label("identifier", "Số CMND/Thẻ căn cước/Hộ chiếu:"),
        Label("owner", "Chủ hồ sơ:", "chỉ in khi khác người nộp"),
        *_PERSON,
        Label("subject", "Nội dung yêu cầu giải quyết:"),
        Label("papers", "1. Thành phần hồ sơ nộp gồm:"),
        *_PAPER_COLUMNS,
        Label("sets", "2. Số lượng hồ sơ: {sets} (bộ)"),
        Label("time_limit", "3. Thời gian giải quyết hồ sơ theo quy định là: {limit}"),
        Label("received", "4. Thời gian nhận hồ sơ: {moment}"),
        Label("due", "5. Thời gian trả kết quả giải quyết hồ sơ: {moment}"),
        Label("delivery", "6. Đăng ký nhận kết quả tại: {place}"),
        Label("fee", "Phí, lệ phí (nếu có):"),
        Label(
            "transfer",
            "Chuyển khoản {amount} đến tài khoản {account}, {bank}, {holder}; nội dung: {purpose}",
            "chỉ in khi còn phải thu và đơn vị đã ghi tài khoản",
        ),
        Label("transfer_code", "VietQR nộp phí, lệ phí", "dưới mã VietQR"),
        Label("register", "Vào Sổ theo dõi hồ sơ, Quyển số: {volume} Số thứ tự: {entry}"),
        *LEFT,
        *_right("NGƯỜI TIẾP NHẬN HỒ SƠ"),
        Label("note", "Ghi chú:"),
        Label(
            "note_copies",
            "- Giấy tiếp nhận hồ sơ và hẹn trả kết quả được lập thành 2 liên; một liên chuyển kèm theo Phiếu "
            "kiểm soát quá trình giải quyết hồ sơ và lưu tại Bộ phận Một cửa; một liên giao cho tổ chức, cá "
            "nhân nộp hồ sơ.",
        ),
        Label(
            "note_delivery",
            "- Tổ chức, cá nhân có thể đăng ký nhận kết quả tại Bộ phận Một cửa hoặc tại nhà (trụ sở tổ "
            "chức) qua dịch vụ bưu chính.",
        ),
        *FOOT,
        Label("many", "Số lượng hồ sơ: {count} (kèm theo danh sách)", "giấy chung cho nhiều hồ sơ"),
    ),
    SlipKind.SUPPLEMENT: (
        HEAD[0],
        Label("number", "Số: {number}/HDHS", "số của phiếu"),
        Label("code", "Mã hồ sơ:"),
        Label("applicant", "Hồ sơ của:"),
        Label("subject", "Nội dung yêu cầu giải quyết:"),
        *_PERSON,
        Label("items", "Yêu cầu hoàn thiện hồ sơ gồm những nội dung như sau:"),
        Label("reason", "Lý do:"),
        Label(
            "contact",
            "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với {contact} số điện thoại "
            "{phone} để được hướng dẫn./.",
        ),
        *_right("NGƯỜI HƯỚNG DẪN"),
        *FOOT,
    ),
    SlipKind.REFUSAL: (
        HEAD[0],
        Label("number", "Số: {number}", "số của phiếu"),
        Label("code", "Mã hồ sơ:"),
        Label("office", "Tên bộ phận:"),
        Label("applicant", "Tiếp nhận hồ sơ của:"),
        *_PERSON,
        Label("subject", "Nội dung yêu cầu giải quyết:"),
        Label(
            "refusal",
            "Qua xem xét, {office} thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
        ),
        Label("closing", "Xin thông báo cho Ông/Bà được biết và thực hiện./."),
        *LEFT,
        *_right("NGƯỜI TIẾP NHẬN HỒ SƠ"),
        *FOOT,
    ),
    SlipKind.APOLOGY: (
        HEAD[0],
        Label("number", "Số: {number}/PXL", "số của phiếu"),
        Label("addressee", "Kính gửi: {applicant}"),
        Label("address", "Địa chỉ:"),
        Label("phone", "Số điện thoại:"),
        Label("received", "{day}, {agency} tiếp nhận hồ sơ {subject} của Ông/Bà/Tổ chức;"),
        Label("code", "Mã số hồ sơ:"),
        Label("due", "Thời gian hẹn trả kết quả giải quyết hồ sơ: {moment}."),
        Label(
            "not_returned",
            "Tuy nhiên đến nay, {agency} chưa trả kết quả giải quyết hồ sơ của Ông/Bà/Tổ chức đúng thời hạn "
            "ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả.",
        ),
        Label("reason", "Lý do:"),
        Label(
            "apology",
            "Sự chậm trễ này đã gây phiền hà, tốn kém thời gian, công sức của Ông/Bà/Tổ chức. {agency} xin "
            "lỗi Ông/Bà/Tổ chức.",
        ),
        Label(
            "new_due",
            "{agency} sẽ trả kết quả giải quyết hồ sơ cho Ông/Bà/Tổ chức, hẹn trả kết quả lại: {day}.",
        ),
        Label("understanding", "Mong nhận được sự thông cảm của Ông/Bà/Tổ chức./."),
        Label("recipients", "Nơi nhận:", "bên trái ô ký"),
        Label("recipient_first", "- Như trên;"),
        Label("recipient_office", "- {office};"),
        Label("recipient_file", "- Lưu: VT."),
        *_right("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", "(Ký tên, đóng dấu)"),
        *FOOT,
    ),
    SlipKind.STOP: (
        HEAD[0],
        Label("number", "Số: {number}/TB", "số của thông báo"),
        Label("addressee", "Kính gửi: {applicant}"),
        Label("address", "Địa chỉ:"),
        Label("phone", "Số điện thoại:"),
        Label("received", "{day}, {agency} tiếp nhận hồ sơ {subject} của Ông/Bà/Tổ chức;"),
        Label("code", "Mã số hồ sơ:"),
        Label("stopped", "{agency} thông báo dừng giải quyết hồ sơ này kể từ {day}."),
        Label("reason", "Lý do:"),
        Label("closing", "Xin thông báo cho Ông/Bà/Tổ chức được biết./."),
        Label("recipients", "Nơi nhận:", "bên trái ô ký"),
        Label("recipient_first", "- Như trên;"),
        Label("recipient_office", "- {office};"),
        Label("recipient_file", "- Lưu: VT."),
        *_right("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", "(Ký tên, đóng dấu)"),
        *FOOT,
    ),
    SlipKind.CONTROL: (
        *HEAD,
        Label("code", "Mã hồ sơ:"),
        Label("applicant", "Kèm theo hồ sơ của:"),
        Label("subject", "Nội dung yêu cầu giải quyết:"),
        Label("received", "Ngày nhận:"),
        Label("due", "Ngày, giờ hẹn trả kết quả:"),
        Label("agency", "Cơ quan (bộ phận) giải quyết hồ sơ:"),
        Label("partners", "Cơ quan phối hợp giải quyết hồ sơ:"),
        Label("register", "Quyển số: {volume} Số thứ tự: {entry}"),
        Label("name_column", "TÊN CƠ QUAN", "cột 1"),
        Label("time_column", "THỜI GIAN GIAO, NHẬN HỒ SƠ", "cột 2"),
        Label("result_column", "KẾT QUẢ GIẢI QUYẾT HỒ SƠ (Trước hạn/đúng hạn/quá hạn)", "cột 3"),
        Label("note_column", "GHI CHÚ", "cột 4"),
        Label("gives", "1. Giao:", "trong từng ô giao nhận"),
        Label("takes", "2. Nhận:", "trong từng ô giao nhận"),
        Label("giver", "Người giao", "trong từng ô giao nhận"),
        Label("taker", "Người nhận", "trong từng ô giao nhận"),
        Label("note", "Ghi chú:"),
        Label(
            "note_result",
            "- Kết quả giải quyết hồ sơ do bên nhận ghi khi nhận bàn giao hồ sơ; trường hợp chưa đạt hoặc vì "
            "nguyên nhân khác thì ghi tại cột GHI CHÚ.",
        ),
    ),
    SlipKind.RETURN_RECEIPT: (
        *HEAD,
        Label("code", "Mã hồ sơ:"),
        Label("subject", "Tên TTHC:"),
        Label("owner", "Chủ hồ sơ:"),
        Label("giver", "Người trả kết quả:"),
        Label("giver_phone", "Điện thoại:"),
        Label("receiver", "Người nhận kết quả:"),
        Label("receiver_phone", "Điện thoại:"),
        Label("result_kind", "Loại kết quả:"),
        Label("result_number", "Số:"),
        Label("result_title", "Trích yếu:"),
        Label("returned", "Ngày trả kết quả:"),
        Label("rating", "Quét mã để đánh giá sự phục vụ", "dưới mã QR đánh giá"),
        Label("left", "NGƯỜI NHẬN KẾT QUẢ", "ô ký bên trái"),
        Label("left_note", SIGN, "dưới ô ký bên trái"),
        *_right("NGƯỜI TRẢ KẾT QUẢ"),
        *FOOT,
    ),
    SlipKind.HANDOVER_LIST: (
        *HEAD,
        Label("agency", "Cơ quan chủ trì giải quyết:"),
        Label("moment", "Thời gian bàn giao:"),
        Label("total", "Tổng số hồ sơ bàn giao: {count} hồ sơ."),
        Label("column_tt", "TT", "cột 1"),
        Label("column_code", "Mã hồ sơ", "cột 2"),
        Label("column_procedure", "Tên TTHC", "cột 3"),
        Label("column_owner", "Tên cá nhân, tổ chức", "cột 4"),
        Label("column_address", "Địa chỉ, số điện thoại", "cột 5"),
        Label("column_received", "Nhận hồ sơ", "cột 6"),
        Label("column_due", "Hẹn trả kết quả", "cột 7"),
        Label("column_note", "Ghi chú", "cột 8"),
        Label("left", "NGƯỜI GIAO", "ô ký bên trái"),
        Label("left_note", SIGN, "dưới ô ký bên trái"),
        *_right("NGƯỜI NHẬN"),
    ),
    SlipKind.RESULT_HANDOVER: (
        *HEAD,
        Label("moment", "Thời gian bàn giao:"),
        Label("total", "Tổng số kết quả bàn giao: {count} kết quả."),
        Label("column_tt", "TT", "cột 1"),
        Label("column_code", "Mã hồ sơ", "cột 2"),
        Label("column_procedure", "Nội dung giải quyết TTHC", "cột 3"),
        Label("column_result", "Kết quả giải quyết TTHC", "cột 4"),
        Label("column_owner", "Họ tên chủ hồ sơ", "cột 5"),
        Label("column_address", "Địa chỉ chủ hồ sơ", "cột 6"),
        Label("column_fee", "Phí, lệ phí (X là có)", "cột 7"),
        Label("column_postal", "Đăng ký trả kết quả qua bưu điện (X là có)", "cột 8"),
        Label("left", "NGƯỜI GIAO", "ô ký bên trái"),
        Label("left_note", SIGN, "dưới ô ký bên trái"),
        *_right("NGƯỜI NHẬN"),
    ),
    SlipKind.HISTORY: (
        *HEAD,
        Label("code", "Mã hồ sơ:"),
        Label("subject", "Nội dung yêu cầu giải quyết:"),
        Label("owner", "Chủ hồ sơ:"),
        Label("column_tt", "STT", "cột 1"),
        Label("column_day", "Ngày xử lý", "cột 2"),
        Label("column_person", "Người xử lý", "cột 3"),
        Label("column_step", "Thao tác", "cột 4"),
        Label("column_receiver", "Người nhận", "cột 5"),
        Label("column_limit", "Thời hạn", "cột 6"),
        *_right("NGƯỜI LẬP"),
    ),
    REGISTER: (
        Label("year", "Năm: {year}"),
        Label("volume", "Quyển số: {volume}"),
        Label("column_tt", "TT", "cột 1"),
        Label("column_code", "Mã hồ sơ", "cột 2"),
        Label("column_procedure", "Tên TTHC", "cột 3"),
        Label("column_sets", "Số lượng hồ sơ (bộ)", "cột 4"),
        Label("column_owner", "Tên cá nhân, tổ chức", "cột 5"),
        Label("column_address", "Địa chỉ, số điện thoại", "cột 6"),
        Label("column_agency", "Cơ quan chủ trì giải quyết", "cột 7"),
        Label("column_days", "Ngày, tháng, năm", "đầu các cột ngày"),
        Label("column_received", "Nhận hồ sơ", "cột 8"),
        Label("column_due", "Hẹn trả kết quả", "cột 9"),
        Label("column_returned", "Trả kết quả", "cột 10"),
        Label("column_delivery", "Phương thức nhận kết quả", "cột 11"),
        Label("column_signed", "Ký nhận", "cột 12"),
        Label("column_note", "Ghi chú", "cột 13"),
        Label(
            "closing",
            "Sổ này gồm {pages} trang, ghi {count} hồ sơ, từ số {first} đến số {last}; khóa sổ {day}.",
            "trang khóa sổ",
        ),
        Label("right", "NGƯỜI ĐỨNG ĐẦU BỘ PHẬN MỘT CỬA", "ô ký trang khóa sổ"),
        Label("right_note", "(Ký, ghi rõ họ tên, đóng dấu)", "dưới ô ký trang khóa sổ"),
    ),
}
