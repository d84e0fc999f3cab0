"""Joins the law to the world."""
