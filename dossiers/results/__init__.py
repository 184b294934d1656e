"""Kết quả giải quyết: kept with its file, its signature looked at, printed with a code to check it by."""
