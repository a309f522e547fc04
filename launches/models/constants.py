"""Bounds that several models share."""

NORAD_CAT_ID_MAX = 999_999_999
