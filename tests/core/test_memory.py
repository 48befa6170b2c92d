import resource
import subprocess
import sys

import pytest

READ = """
import resource, threading, sys
import numpy as np
from panscape.memory import keep_freed_memory

def read():
    for _ in range(100):
        maps = [np.ones(2**20, np.uint8) for _ in range(4)]
        del maps

if sys.argv[1] == "keep":
    keep_freed_memory()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
thread = threading.Thread(target=read)
thread.start()
thread.join()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def page_faults(word):
    return int(subprocess.run([sys.executable, "-c", READ, word], capture_output=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's malloc alone can be told")
def test_a_thread_gets_the_same_memory_for_every_picture():
    megabyte = 2**20 // resource.getpagesize()

    assert page_faults("keep") < 20 * megabyte < page_faults("leave")
