"""Quy trình nội bộ: whose hands a dossier is in, how long, who else is asked (NĐ 61/2018/NĐ-CP Đ.18–19).

`ways` knows the steps, `stays` the rows of who had it, `handing` the verbs, `people` who may; `queues` is
what waits for somebody. The lifecycle calls `stays` where a state changes, nothing else here.
"""
