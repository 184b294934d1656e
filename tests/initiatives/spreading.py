"""Nhân rộng: a district with two communes, a recognised initiative and a round sent, for tests."""

from dataclasses import dataclass
from datetime import date

from initiatives.models import Initiative, ReplicationRound, Reply
from initiatives.replication import registering, rounds
from portal.models import Role, Unit, User
from tests.dossiers.factories import UnitFactory, UserFactory

TITLE = "Sử dụng tờ rơi tuyên truyền dịch vụ công trực tuyến"
QUOTE = f"Sáng kiến “{TITLE}” của tác giả Nguyễn Văn Thử - Công chức Văn phòng - Thống kê, UBND xã Trung Nam"
DOCUMENT, ASKED_ON, DUE_ON = "1508/UBND-NV", date(2023, 9, 6), date(2023, 11, 15)


@dataclass
class Spread:
    """Who asks, who answers, and what."""

    district: Unit
    commune: Unit
    other: Unit
    asker: User
    writer: User
    leader: User
    initiative: Initiative
    round: ReplicationRound

    @property
    def reply(self) -> Reply:
        return self.round.replies.get(unit=self.commune)

    @property
    def adoption(self):
        return self.reply.adoptions.get()


def recognised(asker: User, unit: Unit, deciding: Unit, *, title=TITLE, **fields) -> Initiative:
    return registering.register(
        title=title,
        authors=[
            {
                "name": "Nguyễn Văn Thử",
                "post": "Công chức Văn phòng - Thống kê",
                "workplace": "UBND xã Trung Nam",
            }
        ],
        unit=unit,
        deciding_unit=deciding,
        number="4029/QĐ-UBND",
        decided_on=date(2022, 11, 18),
        by=asker,
        **fields,
    )


def drafted(asker: User, district: Unit, initiatives, units) -> ReplicationRound:
    return rounds.draft(
        unit=district, year=2023, document=DOCUMENT, document_on=ASKED_ON, due_on=DUE_ON, by=asker,
        initiatives=initiatives, units=units,
    )  # fmt: skip


def spread(*, commune: Unit | None = None, sent: bool = True) -> Spread:
    if commune is None:
        district = UnitFactory(code="464", name="Huyện Vĩnh Linh", subkind="huyện", kind="district")
        commune = UnitFactory(code="19396", name="Xã Vĩnh Hòa", subkind="xã", parent=district)
    district = commune.parent
    other = UnitFactory(code="19399", name="Xã Trung Nam", subkind="xã", parent=district)
    asker = UserFactory(unit=district, roles=[Role.SUPERVISOR])
    writer = UserFactory(unit=commune, roles=[Role.REFORM])
    leader = UserFactory(unit=commune, roles=[Role.LEADER])
    initiative = recognised(asker, other, district)
    made = drafted(asker, district, [initiative], [commune, other])
    if sent:
        rounds.send(made, by=asker)
    made = ReplicationRound.objects.get(pk=made.pk)
    return Spread(district, commune, other, asker, writer, leader, initiative, made)
