"""Hàng đợi trong ngày: ai đến trước phục vụ trước, có ưu tiên, và không ai phải chờ mãi.

An office uses it by its own wish (`Office.has_queue`); the intake never asks for a number.
"""
