"""What stands under deploy/: units and proxies as their own programs read them, names as ours does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import yaml
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json
from typer.main import get_command

from bot.__main__ import app
from bot.limits.addresses import Addresses
from bot.limits.counts import MemoryCounts
from bot.wiring import KEEP_ALIVE
from tests.conftest import free_ports, need, serve
from tests.test_wiring import NAMES

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
OUTSIDE = {"QIANGUA_DB_PASSWORD", "QIANGUA_BOTS"}
"""The compose file's own."""


def test_every_setting_named_is_one() -> None:
    for path in (p for p in DEPLOY.rglob("*") if p.is_file()):
        found = set(re.findall(r"QIANGUA_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
        assert found <= {*NAMES, *OUTSIDE}, path.name


def test_every_command_named_is_one() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for unit in UNITS:
        for words in re.findall(r"-m bot ([a-z ]+)", unit.read_text(encoding="utf-8")):
            first, *more = words.split()
            assert first in commands, unit.name
            assert not more or more[0] in commands[first].commands, unit.name


def test_the_example_environment_is_whole_but_for_secrets() -> None:
    lines = dict(re.findall(r"^(QIANGUA_\w+)=(.*)$", (DEPLOY / "env.example").read_text(encoding="utf-8"), re.M))
    assert lines["QIANGUA_ENV"] == "production"
    assert "QIANGUA_PORT" not in lines, "it would win over the unit's instance"
    for secret in ("SECRET_KEY", "WECHAT_TOKEN", "WECHAT_AES_KEY", "WECHAT_APP_SECRET"):
        assert lines[f"QIANGUA_{secret}"] == ""


def test_systemd_reads_the_units(tmp_path: Path) -> None:
    need(shutil.which("systemd-analyze") is not None, "systemd-analyze")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/qiangua", str(ROOT))
        (tmp_path / unit.name.replace("@", "@5005")).write_text(text, encoding="utf-8")
    words = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_compose_names_what_it_uses() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    assert set(compose["services"]) == {"bot", "outbox", "database", "redis", "proxy"}
    for service in compose["services"].values():
        assert set(service.get("depends_on", [])) <= set(compose["services"])
        for volume in service.get("volumes", []):
            name = volume.partition(":")[0]
            assert name in compose["volumes"] or (DEPLOY / name).exists(), volume
    assert list(compose["services"]["proxy"]["ports"]) == ["80:80", "443:443"], "nothing else is public"
    assert [name for name, s in compose["services"].items() if "ports" in s] == ["proxy"]


def test_caddy_reads_its_file() -> None:
    need(shutil.which("caddy") is not None, "caddy")
    words = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    out = ["-subj", "/CN=localhost", "-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run([*words, *out], check=True, capture_output=True)
    return tmp_path


def test_the_bot_holds_idle_connections_longer_than_any_proxy() -> None:
    for name in ("nginx.conf", "Caddyfile"):
        own = re.findall(r"keepalive(?:_timeout)? +(\d+)[sm]", (DEPLOY / name).read_text(encoding="utf-8"))
        assert own == [], "the proxies' own defaults: 60 s and 120 s"
    assert KEEP_ALIVE > 120


async def test_nginx_before_a_bot(certificate: Path, app_name: Callable[[], str]) -> None:
    """The file as it is, but for ports and places: who a request comes from, what is hidden, what is logged."""
    need(shutil.which("nginx") is not None, "nginx")
    here, first = certificate, free_ports(3)
    bot_port, http_port, https_port = range(first, first + 3)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in {
        "127.0.0.1:5005": f"127.0.0.1:{bot_port}",
        "listen 80;": f"listen 127.0.0.1:{http_port};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https_port} ssl http2;",
        "/etc/ssl/qiangua": str(here),
        "/var/log/nginx": str(here),
        "allow 127.0.0.1;": "",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    places = "".join(f"{w}_temp_path {here}/{w}; " for w in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    owner = "user root;" if os.geteuid() == 0 else ""
    (here / "nginx.conf").write_text(
        f"{owner} pid {here}/nginx.pid; daemon off; error_log {here}/e.log; events {{}} http {{ {places}\n{text}\n}}",
        encoding="utf-8",
    )
    addresses = Addresses(MemoryCounts(), pages=1, forged=1, proxies=1)
    echo = Sanic(app_name(), configure_logging=False)

    async def show(request: Request, path: str = "") -> HTTPResponse:
        return json({"path": request.path, "from": addresses.address(request), "size": len(request.body)})

    echo.add_route(show, "/<path:path>", methods=["GET", "POST"])
    async with serve(echo, bot_port):
        process = subprocess.Popen(["nginx", "-e", f"{here}/e.log", "-c", f"{here}/nginx.conf"])
        try:
            async with httpx.AsyncClient(verify=False, trust_env=False) as http:
                base = f"https://127.0.0.1:{https_port}"
                for _ in range(100):
                    try:
                        await http.get(f"{base}/lessons")
                        break
                    except httpx.TransportError:
                        assert process.poll() is None, (here / "e.log").read_text()
                found = (await http.get(f"{base}/lessons?t=ticket-1", headers={"X-Forwarded-For": "6.6.6.6"})).json()
                assert found == {"path": "/lessons", "from": "127.0.0.1", "size": 0}, "a forged address is overwritten"
                pushed = await http.post(f"{base}/wechat?openid=oSecret&signature=s", content=b"x" * 60000)
                assert pushed.json()["size"] == 60000
                assert (await http.post(f"{base}/wechat", content=b"x" * 70000)).status_code == 413
                for hidden in ("metrics", "healthz", "readyz", "chat", "chat/send"):
                    assert (await http.get(f"{base}/{hidden}")).status_code == 404, hidden
                assert (await http.get(f"{base}/admin")).status_code == 403
                plain = await http.get(f"http://127.0.0.1:{http_port}/lessons", headers={"Host": "qiangua.example.org"})
                assert plain.headers["Location"] == "https://qiangua.example.org/lessons"
        finally:
            process.terminate()
            process.wait(10)
    logged = "".join(path.read_text() for path in here.glob("*.log"))
    assert " POST /wechat 200 " in logged
    assert "oSecret" not in logged
    assert "ticket-1" not in logged
