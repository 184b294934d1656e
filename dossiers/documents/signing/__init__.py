"""Ký số văn bản: checking the signatures in a file, and signing a PDF here."""
