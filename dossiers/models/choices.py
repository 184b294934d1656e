"""What of a dossier is chosen from a list: who applies, who goes first, who helped, how it comes home."""

from django.db import models


class Source(models.TextChoices):
    DESK = "desk", "Nhập tại quầy"
    IMPORT = "import", "Nhập từ bảng tính"


class ApplicantKind(models.TextChoices):
    """Cá nhân hay tổ chức đứng tên nộp."""

    PERSON = "person", "Cá nhân"
    ORGANISATION = "organisation", "Tổ chức"


class Sex(models.TextChoices):
    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"


class ResultDelivery(models.TextChoices):
    """Đăng ký nhận kết quả: apart from the channel by which the dossier came (NĐ 61/2018/NĐ-CP Đ.20)."""

    COUNTER = "counter", "Tại quầy"
    POST = "post", "Qua bưu chính công ích"
    ONLINE = "online", "Trực tuyến"


class Priority(models.TextChoices):
    """Đối tượng ưu tiên phục vụ tại quầy."""

    NONE = "none", "Không"
    ELDERLY = "elderly", "Người cao tuổi"
    DISABLED = "disabled", "Người khuyết tật"
    MERIT = "merit", "Người có công"
    MINORITY = "minority", "Đồng bào dân tộc thiểu số"
    PREGNANT = "pregnant", "Phụ nữ có thai, nuôi con nhỏ"
    POOR = "poor", "Hộ nghèo, cận nghèo"


class HelpedBy(models.TextChoices):
    """Ai làm phần trực tuyến: online dossiers split into the citizen alone, helped, and entered by staff."""

    ALONE = "alone", "Công dân tự nộp"
    DESK = "desk", "Quầy hướng dẫn, công dân tự nộp"
    TEAM = "team", "Tổ công nghệ số cộng đồng hỗ trợ"
    STAFF = "staff", "Cán bộ nhập thay"
