"""What the tests have processes do: functions of a module, so that a process can load them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def process_of(_: int) -> int:
    return os.getpid()


def obey(order: str) -> str:
    """Do what the order says, which may be the end of this process."""
    match order.split():
        case ["exit"]:
            os._exit(3)
        case ["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["signal", number]:
            os.kill(os.getpid(), int(number))
        case ["segfault"]:
            import faulthandler

            faulthandler.disable()
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["hang"]:
            time.sleep(1000)
        case ["spin"]:
            while True:
                pass
        case ["grow"]:
            kept = []
            while True:
                kept.append(bytearray(20_000_000))
                time.sleep(0.005)
        case ["gulp"]:
            bytearray(10**12)
        case ["raise"]:
            raise ValueError("not a\nnumber")
        case ["once", path]:
            if not Path(path).exists():
                Path(path).touch()
                os._exit(1)
        case ["orphan"]:  # end the process that processes part from
            os.kill(os.getppid(), signal.SIGKILL)
        case ["slow"]:
            time.sleep(0.2)
        case ["print"]:
            os.write(1, b"spoilt")
    return f"did {order}"
