"""Tổ công nghệ số cộng đồng: hamlets, teams, members, trainings, duty sessions, the team's own page."""
