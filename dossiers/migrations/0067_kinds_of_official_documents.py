"""Enter the kinds of NĐ 30/2020/NĐ-CP, Phụ lục III, mục I, and those of law that an office receives."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KINDS = (
    ("Công văn", ""), ("Báo cáo", "BC"), ("Quyết định", "QĐ"), ("Tờ trình", "TTr"), ("Thông báo", "TB"),
    ("Kế hoạch", "KH"), ("Nghị quyết", "NQ"), ("Chỉ thị", "CT"), ("Quy chế", "QC"), ("Quy định", "QyĐ"),
    ("Thông cáo", "TC"), ("Hướng dẫn", "HD"), ("Chương trình", "CTr"), ("Phương án", "PA"), ("Đề án", "ĐA"),
    ("Dự án", "DA"), ("Biên bản", "BB"), ("Hợp đồng", "HĐ"), ("Công điện", "CĐ"), ("Bản ghi nhớ", "BGN"),
    ("Bản thỏa thuận", "BTT"), ("Giấy ủy quyền", "GUQ"), ("Giấy mời", "GM"), ("Giấy giới thiệu", "GGT"),
    ("Giấy nghỉ phép", "GNP"), ("Phiếu gửi", "PG"), ("Phiếu chuyển", "PC"), ("Phiếu báo", "PB"),
    ("Luật", "L"), ("Nghị định", "NĐ"), ("Thông tư", "TT"),
)  # fmt: skip


def enter(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    kind = apps.get_model("dossiers", "DocumentKind")
    kind.objects.bulk_create(
        kind(name=name, abbreviation=abbreviation, position=position * 10)
        for position, (name, abbreviation) in enumerate(KINDS, 1)
    )


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("dossiers", "DocumentKind").objects.filter(unit=None).delete()


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0066_official_documents")]

    operations = [migrations.RunPython(enter, remove)]
