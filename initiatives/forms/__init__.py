"""Biểu mẫu của sáng kiến và tổ công nghệ số cộng đồng."""
