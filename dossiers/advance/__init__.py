"""Hỗ trợ trước khi đến: papers seen, drafts read and an hour agreed before the citizen comes once."""
