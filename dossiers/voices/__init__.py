"""Phản ánh, kiến nghị: from a citizen's hand to an answer that a leader approved and all may read."""
