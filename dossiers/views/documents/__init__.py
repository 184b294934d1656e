"""Trang văn bản đi, văn bản đến."""
