"""The Excel add-in: the buttons, and the file that Excel loads. Every call of xlwings stands in this package."""
