"""What results look like: on the terminal (``terminal``, ``explained``) and as one HTML page (``compared``).

Nothing is imported here: a table on the terminal should not wait for OpenCV and the templates of the page.
"""
