"""Ai mở được trang nào của sáng kiến: this app's part of the permission table."""

from tests.rows import ALL, Row
from tests.worlds import PaperWorld

TABLE: dict[str, Row] = {
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
}
