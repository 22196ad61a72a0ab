"""What a coordinator does with the firm's own door: make and withdraw links, accept and refuse answers."""
