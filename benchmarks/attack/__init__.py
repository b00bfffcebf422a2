"""An attack on the server, repeatable by a seed: what it promises of disk, socket and memory is tried."""
