"""The moderation sample: who is drawn, and why that is fair."""
