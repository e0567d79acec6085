"""The workbooks: build a form, fill it, read it back, put feedback into it."""
