"""Niêm yết bằng mã QR: giving short addresses, leading whoever scans them, counting, and printing them."""
