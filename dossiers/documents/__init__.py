"""Văn bản đi, văn bản đến: registers, instructions, tasks, drafts, links (NĐ 30/2020/NĐ-CP)."""
