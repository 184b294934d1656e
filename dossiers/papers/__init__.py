"""Giấy tờ của hồ sơ: scanned, described, reused, read (TT 01/2023/TT-VPCP, Chương II)."""
