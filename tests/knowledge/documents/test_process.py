"""What a process that reads documents may not do, tried from within."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CONFINED = "from knowledge.documents.reading import Limits; from knowledge.documents.process import confine; confine(Limits()); "


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-B", "-c", CONFINED + code],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/passwd')",
        f"open({str(ROOT / 'README.md')!r})",
        f"open({str(ROOT / 'knowledge' / '..' / 'README.md')!r})",
        f"open({str(ROOT / 'knowledge' / 'new.txt')!r}, 'w')",
        "import os; os.open('/etc/passwd', os.O_RDONLY)",
        "import os; os.open(os.__file__, os.O_RDWR)",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('file:///etc/passwd')",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os; os.remove('/tmp/no-such-file')",
    ],
)
def test_it_opens_no_files_no_network_and_no_programs(code: str):
    ran = run(code)

    last = ran.stderr.strip().splitlines()[-1]
    assert last.startswith(("PermissionError: ", "urllib.error.URLError: <urlopen error a document opens no files"))
    assert (ran.returncode, ran.stdout) == (1, "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory for certain")
def test_its_memory_is_bounded():
    ran = run("bytes(2_000_000_000)")

    assert ran.stderr.strip().splitlines()[-1] == "MemoryError"


@pytest.mark.skipif(sys.platform != "linux", reason="networks of one's own are Linux's")
def test_its_network_holds_nothing_where_the_system_lets_it_have_one_of_its_own():
    outside, inside = (
        subprocess.run(
            [sys.executable, "-c", f"{confined}import socket; print(len(socket.if_nameindex()))"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for confined in ("", "from knowledge.documents.process import _leave_network; _leave_network(); ")
    )

    if inside == outside and int(outside) > 1:
        pytest.skip("this system lets nobody have a network of their own; the audit hook has to do")
    assert int(inside) == 1  # the loopback, which is down
