"""A Ray cluster of several nodes on this machine, in a process of its own; ends with its input."""

import os
import sys
from typing import Any

from benchmarks.audience.lake.bad_days import LOOPBACK

os.environ.update(LOOPBACK)  # Ray reads them as it is imported.

from ray.cluster_utils import Cluster

_STORE_BYTES = 300_000_000


def main(count: int) -> None:
    """Start ``count`` nodes of one processor each, write the address, wait for the input's end."""
    node: dict[str, Any] = {
        "num_cpus": 1,
        "object_store_memory": _STORE_BYTES,
        "node_ip_address": "127.0.0.1",
        "include_dashboard": False,
    }
    cluster = Cluster(initialize_head=True, head_node_args=node)
    try:
        for _ in range(count - 1):
            cluster.add_node(**node)
        cluster.wait_for_nodes()
        sys.stdout.write(f"{cluster.address}\n")
        sys.stdout.flush()
        sys.stdin.read()
    finally:
        cluster.shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]))
