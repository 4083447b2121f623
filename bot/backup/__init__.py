"""Backups: made while the bot runs, kept for as long as is configured, restored whole or not at all.

A backup is a folder; how it looks and why: docs/decisions/0021-backup.md.
"""
