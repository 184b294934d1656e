"""Thủ tục cho người dân: what a procedure's page says, how it is found, what visitors make of it."""
