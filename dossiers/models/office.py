"""Thiết lập của đơn vị: how one office works: hours, rules, contacts, account, paper."""

from datetime import time
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from dossiers.calendar import PauseRule
from portal.models import Unit


class PaperSize(models.TextChoices):
    A5 = "A5", "A5 (148 × 210 mm)"
    A4 = "A4", "A4 (210 × 297 mm)"


class RatingScale(models.IntegerChoices):
    """Thang đánh giá khi trả kết quả."""

    THREE = 3, "Ba mức: Rất hài lòng, Hài lòng, Chưa hài lòng"
    FIVE = 5, "Năm mức, từ Rất hài lòng đến Rất không hài lòng"


class AppointmentScope(models.TextChoices):
    """Nhận đặt lịch hẹn cho thủ tục nào, where the unit says nothing of a procedure."""

    ALL = "all", "mọi thủ tục, trừ thủ tục ghi không nhận"
    CHOSEN = "chosen", "chỉ thủ tục ghi có nhận"


class PartOfDay(models.TextChoices):
    ALL = "all", "cả ngày"
    MORNING = "morning", "buổi sáng"
    AFTERNOON = "afternoon", "buổi chiều"


def usual_shifts() -> list[list[str]]:
    """7:00–11:30 and 13:30–17:00."""
    return [["07:00", "11:30"], ["13:30", "17:00"]]


class Office(models.Model):
    """Bộ phận Một cửa của một đơn vị, as its administrator set it. A unit without a row works as usual."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="office", verbose_name="đơn vị")
    one_stop_name = models.CharField("tên bộ phận", max_length=200, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    map_url = models.CharField(
        "liên kết bản đồ", max_length=300, blank=True,
        help_text="Địa chỉ https của điểm trên bản đồ; để trống thì tìm theo địa chỉ của đơn vị.",
    )  # fmt: skip

    shifts = models.JSONField("ca làm việc", default=usual_shifts, help_text="Cặp giờ mở, giờ đóng.")
    saturday_works = models.BooleanField("sáng Thứ Bảy là ngày làm việc", default=False)
    saturday_receives = models.BooleanField("sáng Thứ Bảy chỉ tiếp nhận, không tính thời hạn", default=False)
    cutoff = models.TimeField("giờ chốt nhận trong ngày", default=time(15))
    pause_rule = models.CharField(
        "cách tính lại hạn sau khi bổ sung",
        max_length=10,
        choices=[(rule.value, rule.label) for rule in PauseRule],
        default=PauseRule.SHIFT.value,
    )

    supplement_days = models.PositiveSmallIntegerField(
        "yêu cầu bổ sung trong số ngày làm việc", default=3, help_text="Kể từ ngày tiếp nhận."
    )
    apology_days = models.PositiveSmallIntegerField(
        "xin lỗi trước hạn số ngày làm việc", default=1, help_text="Chậm nhất, trước ngày hẹn trả."
    )
    acknowledge_hours = models.PositiveSmallIntegerField(
        "xác nhận hồ sơ trực tuyến trong số giờ làm việc", default=8
    )

    superior_line = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    issuer_line = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    place = models.CharField("địa danh", max_length=100, blank=True)
    slip_paper = models.CharField("khổ giấy phiếu", max_length=2, choices=PaperSize, default=PaperSize.A5)
    digital_code_pattern = models.CharField(
        "cấu trúc mã kết quả số hóa", max_length=60, default="{so_dinh_danh}.{ma_loai}.{so}",
        help_text="Dùng được {so_dinh_danh}, {ma_loai}, {nam}, {so}; phải có {so}.",
    )  # fmt: skip
    numbers_results_once = models.BooleanField(
        "số kết quả không trùng trong năm", default=False,
        help_text="Một số, ký hiệu chỉ cấp cho một kết quả của đơn vị trong một năm.",
    )  # fmt: skip
    bank_bin = models.CharField("mã ngân hàng", max_length=6, blank=True, help_text="6 số, theo NAPAS.")
    bank_account = models.CharField("số tài khoản", max_length=30, blank=True)
    bank_holder = models.CharField("chủ tài khoản", max_length=100, blank=True)

    register_lines = models.PositiveIntegerField(
        "số dòng một quyển sổ theo dõi", default=0, help_text="0: mỗi năm một quyển."
    )
    draft_days = models.PositiveSmallIntegerField(
        "số ngày giữ hồ sơ nhập dở", default=7, help_text="Quá số ngày này, phiếu nhập dở bị xóa hẳn."
    )
    reminds_before_days = models.PositiveSmallIntegerField(
        "nhắc trước hạn (ngày làm việc)", default=1, help_text="0: không nhắc trước."
    )
    reminds_when_late = models.BooleanField("nhắc hồ sơ trễ hạn", default=True)
    leader_after_days = models.PositiveSmallIntegerField(
        "báo lãnh đạo khi trễ từ (ngày)", default=1, help_text="0: không báo."
    )
    superior_after_days = models.PositiveSmallIntegerField(
        "báo cấp trên khi trễ từ (ngày)", default=5, help_text="0: không báo."
    )
    quiet_from = models.TimeField("không gửi tin nhắn từ", default=time(21))
    quiet_to = models.TimeField("đến", default=time(7))
    advance_days = models.PositiveSmallIntegerField(
        "trả lời yêu cầu hỗ trợ trước trong (ngày làm việc)", default=1, validators=[MinValueValidator(1)]
    )
    advance_kept_days = models.PositiveSmallIntegerField(
        "giữ ảnh giấy tờ gửi trước sau khi xong việc (ngày)", default=90,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Quá số ngày này, tên, điện thoại, ảnh, dự thảo bị xóa hẳn; "
        "người nhờ được báo số này khi gửi.",
    )  # fmt: skip
    tells_citizens = models.BooleanField(
        "báo tin cho người dân", default=True, help_text="Theo các mẫu tin của đơn vị."
    )
    rating_levels = models.PositiveSmallIntegerField(
        "số mức đánh giá khi trả kết quả", choices=RatingScale, default=RatingScale.FIVE,
        help_text="Ba mức cũng ghi trên thang năm mức, “Chưa hài lòng” là “Không hài lòng”.",
    )  # fmt: skip
    takes_appointments = models.BooleanField("nhận đặt lịch hẹn", default=False)
    appointment_scope = models.CharField(
        "cho thủ tục nào", max_length=6, choices=AppointmentScope, default=AppointmentScope.ALL,
        help_text="Ghi riêng cho từng thủ tục ở trang Thủ tục tiếp nhận.",
    )  # fmt: skip
    appointment_part = models.CharField(
        "hẹn vào buổi", max_length=9, choices=PartOfDay, default=PartOfDay.ALL
    )
    appointment_minutes = models.PositiveSmallIntegerField(
        "mỗi lượt (phút)", default=30, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    appointment_places = models.PositiveSmallIntegerField(
        "số người một lượt", default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    appointment_days = models.PositiveSmallIntegerField(
        "đặt trước nhiều nhất (ngày)", default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    appointment_hours = models.PositiveSmallIntegerField(
        "đặt trước ít nhất (giờ)", default=2, validators=[MaxValueValidator(168)],
        help_text="Cán bộ đặt hộ qua điện thoại không phải theo.",
    )  # fmt: skip
    appointment_kept_days = models.PositiveSmallIntegerField(
        "giữ tên, điện thoại sau ngày hẹn (ngày)", default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Quá số ngày này, tên, điện thoại, thư điện tử của người hẹn bị xóa hẳn.",
    )  # fmt: skip
    has_queue = models.BooleanField(
        "lấy số thứ tự", default=False,
        help_text="Lấy số ở ki-ốt hay ở quầy, quầy gọi theo số; tiếp nhận hồ sơ không bắt buộc có số.",
    )  # fmt: skip
    priority_run = models.PositiveSmallIntegerField(
        "sau số lượt ưu tiên thì gọi một lượt thường", default=2, validators=[MinValueValidator(1)],
        help_text="Người cao tuổi, khuyết tật, mang thai, dân tộc thiểu số được gọi trước, "
        "nhưng không để người khác chờ mãi.",
    )  # fmt: skip
    longest_wait = models.PositiveSmallIntegerField(
        "ai chờ quá số phút này thì được gọi trước hết", default=60, validators=[MinValueValidator(5)],
    )  # fmt: skip
    kiosk_prints = models.BooleanField(
        "ki-ốt có máy in phiếu", default=False,
        help_text="Lấy số xong thì phiếu 80 mm ra máy in của ki-ốt; không thì ki-ốt hiện số thật to.",
    )  # fmt: skip
    document_mark = models.CharField(
        "chữ viết tắt tên cơ quan trên văn bản", max_length=20, default="UBND",
        help_text="Đứng sau loại văn bản: 12/BC-UBND.",
    )  # fmt: skip
    records_confidential = models.BooleanField(
        "ghi số của văn bản mật", default=False,
        help_text="Chỉ ghi số, ngày và nơi gửi, không ghi trích yếu, không có tệp. Tắt thì không nhận.",
    )  # fmt: skip
    is_rehearsing = models.BooleanField(
        "chạy thử", default=False, help_text="Thư, tin nhắn chỉ ghi vào tệp trên máy chủ, không gửi đi."
    )

    class Meta:
        verbose_name = "thiết lập của đơn vị"

    def __str__(self) -> str:
        return str(self.unit)

    @classmethod
    def of(cls, unit: Unit) -> Self:
        """The unit's own settings, or an unsaved row of the usual ones."""
        return cls.objects.filter(unit=unit).first() or cls(unit=unit)
