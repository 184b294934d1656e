"""Giữ danh mục bằng quyết định: drafts, what differs, publication, effect on the day, who is behind."""
