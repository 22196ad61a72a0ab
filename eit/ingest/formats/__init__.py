"""What a file is, before what it means: workbooks, OpenDocument, text and its encoding."""
