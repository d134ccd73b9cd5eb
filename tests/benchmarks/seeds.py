"""How long the known actors take to be read; every start of Mujaz waits for it."""

from time import process_time

from bot.seeds import read_actors

RUNS = 5


def main() -> None:
    """Print the CPU time of reading all actors, the best of some runs."""
    times = []
    for _ in range(RUNS):
        start = process_time()
        actors = read_actors()
        times.append(process_time() - start)
    print(f"seeds: {len(actors):,} actors read in {min(times) * 1000:.0f} ms")
