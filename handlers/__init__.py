"""What we decide: answers to commands and the intake of entries."""
