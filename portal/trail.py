"""Nhật ký bằng lời: what each action of the audit trail is called on a screen."""

WORDS = {
    "user.signed_in": "Đăng nhập",
    "user.locked_out": "Tạm khóa đăng nhập",
    "user.created": "Lập tài khoản",
    "user.changed": "Sửa thông tin tài khoản",
    "user.role_given": "Giao vai trò",
    "user.role_taken": "Thôi giao vai trò",
    "user.password_set": "Đặt mật khẩu",
    "user.password_changed": "Đổi mật khẩu của mình",
    "user.deactivated": "Ngừng tài khoản",
    "user.reactivated": "Mở lại tài khoản",
    "unit.identified": "Ghi mã định danh đơn vị",
    "calendar.day_set": "Ghi ngày vào lịch làm việc",
    "calendar.day_removed": "Bỏ ngày khỏi lịch làm việc",
    "catalogue.loaded": "Nạp danh mục",
    "procedure.confirmed": "Xác nhận, công khai thủ tục",
    "procedure.withdrawn": "Thôi công khai thủ tục",
    "dossier.opened": "Mở xem hồ sơ",
    "dossier.receive": "Tiếp nhận hồ sơ",
    "dossier.start_processing": "Chuyển xử lý",
    "dossier.request_supplement": "Yêu cầu bổ sung",
    "dossier.receive_supplement": "Nhận giấy tờ bổ sung",
    "dossier.conclude": "Ghi kết quả",
    "dossier.refuse": "Từ chối giải quyết",
    "dossier.withdraw": "Ghi việc rút hồ sơ",
    "dossier.stop": "Dừng giải quyết",
    "dossier.return_result": "Trả kết quả",
    "import.uploaded": "Tải bảng tính lên",
    "import.confirmed": "Xác nhận nhập bảng tính",
    "import.cancelled": "Bỏ bảng tính đã tải lên",
    "import.done": "Đã nhập bảng tính",
    "import.refused_taken": "Tải dòng bị từ chối",
    "report.begun": "Lập báo cáo",
    "report.written": "Sửa lời báo cáo",
    "report.letterhead_set": "Ghi thể thức báo cáo",
    "report.given_up": "Bỏ báo cáo",
    "report.build_started": "Dựng tệp báo cáo",
    "report.built": "Đã dựng tệp báo cáo",
}
THINGS = {
    "user": "Tài khoản",
    "unit": "Đơn vị",
    "calendar": "Lịch làm việc",
    "catalogue": "Danh mục",
    "procedure": "Thủ tục",
    "dossier": "Hồ sơ",
    "import": "Nhập bảng tính",
    "report": "Báo cáo",
}
"""The first half of an action: what the trail is narrowed to."""


def words(action: str) -> str:
    return WORDS.get(action, action)
