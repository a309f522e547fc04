"""Readers' pages, one module a subject. Each asks, and hands over what it got."""
