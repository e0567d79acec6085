"""What workbooks come wrapped in: zip files, e-mails, and messages saved by Outlook."""
