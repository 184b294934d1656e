"""Chỉ tiêu về tổ công nghệ số cộng đồng: hamlets, teams, members of the last day; what was done till then."""

from functools import partial

from django.db.models import Q

from portal.models import UnitKind
from reports.indicators.model import Indicator, Rate, Records
from reports.periods import Period

SOURCE = "Theo dõi nội bộ: sáng kiến nâng cao vai trò của tổ công nghệ số cộng đồng"
_HELP = {
    "account": "tạo tài khoản, định danh",
    "submission": "nộp hồ sơ trực tuyến",
    "digitisation": "số hóa giấy tờ",
    "payment": "thanh toán trực tuyến",
    "other": "việc khác",
}
_ALL_HELP = tuple(f"helped_{kind}" for kind in _HELP)


def _all(_: Period) -> Q:
    return Q()


_defined = partial(Indicator, source=SOURCE)
"""The fields of an indicator by name; all come from the same records of the teams."""


def _people(kind: str, said: str) -> Indicator:
    return _defined(
        f"team_helped_{kind}",
        f"Trong đó: giúp {said}",
        "lượt người",
        f"Trong các buổi trực trong kỳ: lượt người được tổ giúp {said}.",
        condition=lambda _: Q(**{f"helped_{kind}__gt": 0}),
        records=Records.TEAM_SESSIONS,
        heading=said[:1].upper() + said[1:],
        adds=(f"helped_{kind}",),
    )


HAMLET_INDICATORS = (
    _defined(
        "hamlets",
        "Thôn, tổ dân phố",
        "thôn",
        "Có hiệu lực vào ngày cuối kỳ.",
        condition=_all,
        records=Records.HAMLETS,
        heading="Thôn",
    ),
    _defined(
        "hamlets_with_team",
        "Thôn có tổ công nghệ số cộng đồng",
        "thôn",
        "Trong số đó, có tổ đang hoạt động vào ngày cuối kỳ.",
        condition=lambda _: Q(has_team=True),
        records=Records.HAMLETS,
        heading="Thôn có tổ",
    ),
)
TEAM_INDICATORS = (
    _defined(
        "teams",
        "Tổ công nghệ số cộng đồng",
        "tổ",
        "Đang hoạt động vào ngày cuối kỳ, ở thôn hoặc ở xã còn hiệu lực.",
        condition=_all,
        records=Records.TEAMS,
        heading="Tổ",
    ),
    _defined(
        "teams_commune",
        "Trong đó: tổ của xã",
        "tổ",
        "Tổ công nghệ số cộng đồng cấp xã.",
        condition=lambda _: Q(unit__kind=UnitKind.COMMUNE),
        records=Records.TEAMS,
        heading="Tổ của xã",
    ),
    _defined(
        "teams_active",
        "Tổ có buổi trực trong kỳ",
        "tổ",
        "Trong số tổ đang hoạt động vào ngày cuối kỳ: có ít nhất một buổi trực trong kỳ.",
        condition=lambda _: Q(has_sessions=True),
        records=Records.TEAMS,
        heading="Có buổi trực",
    ),
    _defined(
        "teams_idle",
        "Tổ không có buổi trực nào trong kỳ",
        "tổ",
        "Trong số tổ đang hoạt động vào ngày cuối kỳ: không có buổi trực nào trong kỳ.",
        condition=lambda _: Q(has_sessions=False),
        records=Records.TEAMS,
        heading="Không có buổi trực",
    ),
)
MEMBER_INDICATORS = (
    _defined(
        "team_members",
        "Thành viên tổ công nghệ số cộng đồng",
        "người",
        "Đang ở trong các tổ hoạt động vào ngày cuối kỳ.",
        condition=_all,
        records=Records.TEAM_MEMBERS,
        heading="Thành viên",
    ),
    _defined(
        "team_members_trained",
        "Thành viên đã tập huấn",
        "người",
        "Trong số đó, đến ngày cuối kỳ đã dự ít nhất một buổi tập huấn.",
        condition=lambda period: Q(trained_on__lte=period.last),
        records=Records.TEAM_MEMBERS,
        heading="Đã tập huấn",
    ),
)
SESSION_INDICATORS = (
    _defined(
        "team_sessions",
        "Buổi trực của tổ công nghệ số cộng đồng",
        "buổi",
        "Ngày trực trong kỳ; không gồm buổi đã rút.",
        condition=_all,
        records=Records.TEAM_SESSIONS,
        heading="Buổi trực",
    ),
    _defined(
        "team_sessions_short",
        "Trong đó: buổi thiếu người",
        "buổi",
        "Ít thành viên hơn quy định của xã lúc ghi (thường là 02), có nêu lý do.",
        condition=lambda _: ~Q(shortage=""),
        records=Records.TEAM_SESSIONS,
        heading="Thiếu người",
    ),
    _defined(
        "team_helped",
        "Lượt người được tổ công nghệ số giúp",
        "lượt người",
        "Trong các buổi trực trong kỳ, mọi việc được giúp; một người được giúp hai việc tính hai lượt.",
        condition=_all,
        records=Records.TEAM_SESSIONS,
        heading="Lượt người được giúp",
        adds=_ALL_HELP,
    ),
    *(_people(kind, said) for kind, said in _HELP.items()),
)
HELPED_DOSSIER_INDICATORS = (
    _defined(
        "team_dossiers",
        "Hồ sơ được tổ công nghệ số giúp",
        "hồ sơ",
        "Hồ sơ của đơn vị mà tổ ghi mã ở một buổi trực trong kỳ; mỗi hồ sơ tính một lần.",
        condition=_all,
        records=Records.HELPED_DOSSIERS,
        heading="Hồ sơ được giúp",
    ),
)
COMMUNITY_INDICATORS = (
    *HAMLET_INDICATORS,
    *TEAM_INDICATORS,
    *MEMBER_INDICATORS,
    *SESSION_INDICATORS,
    *HELPED_DOSSIER_INDICATORS,
)
COMMUNITY_RATES = (
    Rate(
        "team_coverage",
        "Thôn có tổ công nghệ số cộng đồng",
        ("hamlets_with_team",),
        "hamlets",
        "Thôn có tổ / thôn có hiệu lực vào ngày cuối kỳ.",
    ),
    Rate(
        "team_trained",
        "Thành viên tổ công nghệ số đã tập huấn",
        ("team_members_trained",),
        "team_members",
        "Đã tập huấn / thành viên vào ngày cuối kỳ.",
    ),
    Rate(
        "teams_active",
        "Tổ công nghệ số có buổi trực trong kỳ",
        ("teams_active",),
        "teams",
        "Có buổi trực trong kỳ / tổ đang hoạt động vào ngày cuối kỳ.",
    ),
)
