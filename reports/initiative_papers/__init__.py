"""Giấy tờ của sáng kiến, as documents that the renderers turn into Word and PDF."""
