"""The mailbox of the firm's door: links and answers beside the data file, in a file of their own."""
