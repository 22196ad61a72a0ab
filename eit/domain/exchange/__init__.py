"""When an offer meets a demand: distance, compatibility, score, allocation, pooling."""
