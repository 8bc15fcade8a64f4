"""Rows → what people open: JSON lines, CSV, terminal tables, the brief. Reads rows only; decides nothing about the news."""
