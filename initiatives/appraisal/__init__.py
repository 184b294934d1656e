"""Xét công nhận sáng kiến: councils, criteria, marks, votes, decisions, certificates."""
