"""Moderation: frames, draws and their certificates, moderators' workbooks, and what came of them."""
