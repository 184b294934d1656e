"""Phí, lệ phí of dossiers: what is due, what was paid, the cash book and the quarter's settlement."""
