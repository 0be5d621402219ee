"""A training loop that stops when its permit does: train.py URL DATA_SET RUN, with the key in HEADGATE_KEY."""

import os
import sys

from headgate_permit import Permit, PermitOver

url, data_set, run = sys.argv[1:4]
try:
    with Permit.request(url, os.environ["HEADGATE_KEY"], data_set, run) as permit:
        step = 0
        while True:
            permit.check()
            step += 1
            print(f"step {step}", flush=True)
            permit.wait(0.05)  # where the work would be done
except PermitOver as over:
    print(f"stopped: {over}", flush=True)
    sys.exit(3)
