"""Kiểm tra toàn vẹn: what is stored more than once is compared, what must add up is added.

Each module looks at one subject and yields a `Problem` for everything that is wrong; nothing is changed.
"""

from collections.abc import Callable, Iterator

from reports.integrity import (
    advance,
    appointments,
    appraisal,
    catalogue,
    days,
    dossiers,
    feedback,
    figures,
    imports,
    initiatives,
    links,
    messages,
    money,
    official,
    papers,
    posting,
    process,
    public,
    queueing,
    register,
    replication,
    reports,
    results,
    rules,
    slips,
    teams,
    units,
    visits,
)
from reports.integrity.model import Problem, Span

CHECKS: dict[str, Callable[[Span], Iterator[Problem]]] = {
    "units": units.problems,
    "catalogue": catalogue.problems,
    "dossiers": dossiers.problems,
    "days": days.problems,
    "rules": rules.problems,
    "register": register.problems,
    "papers": papers.problems,
    "slips": slips.problems,
    "money": money.problems,
    "results": results.problems,
    "process": process.problems,
    "posting": posting.problems,
    "figures": figures.problems,
    "reports": reports.problems,
    "imports": imports.problems,
    "messages": messages.problems,
    "public": public.problems,
    "feedback": feedback.problems,
    "appointments": appointments.problems,
    "queueing": queueing.problems,
    "visits": visits.problems,
    "advance": advance.problems,
    "official": official.problems,
    "initiatives": initiatives.problems,
    "appraisal": appraisal.problems,
    "teams": teams.problems,
    "replication": replication.problems,
}
LABELS = {
    "units": "cây đơn vị",
    "catalogue": "danh mục thủ tục",
    "dossiers": "hồ sơ",
    "days": "ngày của việc được đếm",
    "rules": "bổ sung, xin lỗi, cho phép",
    "register": "sổ theo dõi, nhóm hồ sơ",
    "papers": "bản số hóa",
    "slips": "phiếu đã lập, bản in sổ",
    "money": "phí, lệ phí",
    "results": "kết quả và việc trả",
    "process": "quy trình, giao nhận",
    "posting": "mã QR niêm yết, lượt quét",
    "figures": "số liệu các kỳ",
    "reports": "báo cáo đã dựng",
    "imports": "đợt nhập",
    "messages": "tin gửi đi, thông báo",
    "public": "mẫu để tải, lời của người dân",
    "feedback": "phản ánh, kiến nghị",
    "initiatives": "sáng kiến",
    "appraisal": "xét công nhận sáng kiến",
    "appointments": "lịch hẹn",
    "queueing": "hàng đợi, số thứ tự",
    "visits": "số lần người dân đến",
    "advance": "hỗ trợ trước khi đến",
    "official": "văn bản đi, văn bản đến",
    "teams": "tổ công nghệ số cộng đồng",
    "replication": "nhân rộng sáng kiến",
}


def problems(span: Span) -> Iterator[Problem]:
    """Everything that is wrong, subject by subject, as it is found.

    Where references dangle nothing else can be read with confidence: they are told alone, to be mended first.
    """
    dangling = list(links.problems(span))
    yield from dangling
    if not dangling:
        for check in CHECKS.values():
            yield from check(span)
