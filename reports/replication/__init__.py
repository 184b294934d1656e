"""Sáng kiến được nhân rộng in figures and papers: measured effects, and what the two reports tell."""
