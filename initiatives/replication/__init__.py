"""Nhân rộng sáng kiến: a superior's rounds, the answers of the asked units, who has answered."""
