"""Ai mở được trang nào của sáng kiến: this app's part of the permission table."""

from portal.models import Role
from portal.models.user import FIGURE_ROLES
from tests.rows import ALL, PUBLIC, Row
from tests.worlds import PaperWorld

KEEPERS = (Role.REFORM, Role.LEADER, Role.SUPERVISOR)
COUNCIL: dict[str, Row] = {
    "initiatives:councils": Row(ALL),
    "initiatives:new-council": Row(KEEPERS),
    "initiatives:council": Row(ALL, PaperWorld.council, of_home=True),
    "initiatives:open-round": Row(ALL, PaperWorld.council, of_home=True),
    "initiatives:remove-member": Row(KEEPERS, PaperWorld.council_member, method="post", of_home=True),
    "initiatives:criteria": Row(KEEPERS, PaperWorld.criteria_set, of_home=True),
    "initiatives:copy-criteria": Row(KEEPERS, PaperWorld.criteria_set, method="post", of_home=True),
    "initiatives:begin-criteria": Row(KEEPERS, lambda world: ["thong-dung"], method="post"),
    "initiatives:round": Row(ALL, PaperWorld.council_round, of_home=True),
    "initiatives:meeting": Row(ALL, PaperWorld.council_round, of_home=True),
    "initiatives:candidate": Row(ALL, PaperWorld.candidate, of_home=True),
    "initiatives:sheet": Row(ALL, PaperWorld.candidate, of_home=True),
    "initiatives:vote": Row(ALL, PaperWorld.candidate, method="post", of_home=True),
    "initiatives:appraisal-act": Row(ALL, lambda world: [*world.candidate(), "rut"], of_home=True),
    "initiatives:seat-act": Row(ALL, PaperWorld.seat_act, of_home=True),
    "initiatives:new-decision": Row(KEEPERS),
    "initiatives:decision": Row(ALL, PaperWorld.recognition_decision, of_home=True),
    "initiatives:decision-file": Row(ALL, PaperWorld.recognition_decision, of_home=True),
    "initiatives:revoke": Row(KEEPERS, PaperWorld.recognised_initiative, of_home=True),
    "initiatives:certificate": Row(ALL, PaperWorld.recognised_initiative, of_home=True),
    "initiatives:alike": Row(ALL, PaperWorld.recognised_initiative, of_home=True),
    "initiatives:set-listing": Row(KEEPERS, lambda world: [world.home.pk], method="post", of_home=True),
    "reports:round-paper": Row(ALL, lambda world: [*world.council_round(), "bien-ban", "docx"], of_home=True),
    "reports:sheet-paper": Row(ALL, lambda world: [*world.council_seat(), "docx"], of_home=True),
    "reports:decision-paper": Row(
        KEEPERS, lambda world: [*world.recognition_decision(), "docx"], of_home=True
    ),
    "initiatives:public-list": Row(PUBLIC),
    "initiatives:check": Row(PUBLIC, PaperWorld.certificate_code),
}
ASKING = (Role.SUPERVISOR, Role.REFORM)
READING = (Role.REFORM, Role.LEADER, Role.RECORDS, Role.SUPERVISOR)
TABLE: dict[str, Row] = {
    **COUNCIL,
    "initiatives:list": Row(ALL),
    "initiatives:export": Row(ALL),
    "initiatives:begin": Row(ALL),
    "initiatives:initiative": Row(ALL, PaperWorld.initiative, of_home=True),
    "initiatives:write": Row(ALL, PaperWorld.initiative, of_home=True),
    "initiatives:keep": Row(ALL, PaperWorld.initiative, method="post", of_home=True),
    "initiatives:files": Row(ALL, PaperWorld.initiative, of_home=True),
    "initiatives:delete": Row(ALL, PaperWorld.initiative, of_home=True),
    "initiatives:move": Row(ALL, PaperWorld.initiative_move, of_home=True),
    "initiatives:attachment": Row(ALL, PaperWorld.initiative_file, of_home=True),
    "reports:initiative-paper": Row(ALL, PaperWorld.initiative_paper, of_home=True),
    "initiatives:remove-file": Row(ALL, PaperWorld.initiative_file, method="post", of_home=True),
    "initiatives:register": Row(ASKING),
    "initiatives:replications": Row(READING),
    "initiatives:round-new": Row(ASKING),
    "initiatives:replication": Row(READING, PaperWorld.replication_round, of_home=True),
    "initiatives:round-change": Row(ASKING, PaperWorld.replication_draft, of_home=True),
    "initiatives:round-export": Row(READING, PaperWorld.replication_round, of_home=True),
    "initiatives:round-step": Row(ASKING, PaperWorld.replication_step, method="post", of_home=True),
    "initiatives:describe": Row(ASKING, PaperWorld.replication_described, of_home=True),
    "initiatives:reply": Row(READING, PaperWorld.replication_reply, of_home=True),
    "initiatives:reply-step": Row(READING, PaperWorld.replication_handing, method="post", of_home=True),
    "initiatives:reply-setting": Row(
        (Role.LEADER,), PaperWorld.replication_reply, method="post", of_home=True
    ),
    "initiatives:answer": Row((Role.REFORM,), PaperWorld.replication_answer, of_home=True),
    "initiatives:feature": Row(
        (Role.REFORM, Role.LEADER, Role.SUPERVISOR), PaperWorld.recognised, of_home=True
    ),
    "reports:initiative-feature": Row(FIGURE_ROLES, PaperWorld.initiative, of_home=True),
    "reports:measures": Row(READING, PaperWorld.replication_answer, of_home=True),
    "reports:measure-drop": Row((Role.REFORM,), PaperWorld.replication_measure, method="post", of_home=True),
}
