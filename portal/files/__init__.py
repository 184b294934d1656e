"""Tệp tải lên: told by their content, opened whole, kept under random names."""
