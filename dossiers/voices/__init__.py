"""Phản ánh, kiến nghị: from a citizen's own hand to an answer that a leader approved and everybody may read."""
