"""Every setting of a server: parsed once, from options and `MOCKSERVER_*`, into one frozen value."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from mockserver.core.api.receivers import on_this_machine, read_address, read_authority, read_host, resolved_once
from mockserver.core.http.headers import token_refusal
from mockserver.core.problems import Misconfigured
from mockserver.core.text import suggestion

PREFIX = "MOCKSERVER_"

CONTROL_PLANE = "/__admin"
"""Where the control plane lives; everything else belongs to the APIs."""

_HERE = Path(__file__).parent
_SHIPPED = _HERE / "_shipped" if (_HERE / "_shipped").is_dir() else _HERE.parent
"""Where scenarios and fixtures lie: beside the package in a checkout, inside it once it is installed."""

LARGEST_DOCUMENT = 64 * 1024 * 1024
"""Bytes that the control plane takes from this machine: a snapshot is larger than any request to an API."""

SHIPPED_SCENARIOS = _SHIPPED / "scenarios"
SHIPPED_FIXTURES = _SHIPPED / "fixtures"


def option(name: str) -> str:
    """Return the option of a setting."""
    return f"--{name.replace('_', '-')}"


def variable(name: str) -> str:
    """Return the variable of a setting."""
    return PREFIX + name.upper()


def _setting(default: Any, parse: Callable[[str], Any], help: str, metavar: str = "") -> Any:
    return field(default=default, metadata={"parse": parse, "help": help, "metavar": metavar})


def _number(least: float, most: float, kind: type[int] | type[float] = int) -> Callable[[str], Any]:
    def parse(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            number = kind(least) - 1
        if not least <= number <= most:
            what = "a whole number" if kind is int else "a number"
            raise ValueError(f"must be {what} from {least:g} to {most:g}, not {text!r}")
        return number

    return parse


_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Hosts that stand for every address, and the one of them that this machine surely reaches."""


_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def _flag(text: str) -> bool:
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("0", "false", "no", "off", ""):
        return False
    raise ValueError(f"must be true or false, not {text!r}")


def _address(text: str) -> str:
    expected = f"must be an address such as http://localhost:8080, not {text!r}"
    try:
        read_address(text)
    except ValueError:
        raise ValueError(expected) from None
    if "?" in text or "#" in text:
        raise ValueError(expected)
    return text.rstrip("/")


def _host(text: str) -> str:
    if read_host(text) is None:
        raise ValueError(f"must be a host name or an IP address, not {text!r}")
    return text


def _hosts(text: str) -> tuple[str, ...]:
    hosts = _names(text)
    if not hosts:
        raise ValueError(f"must be a host name or an IP address, not {text!r}")
    return tuple(_host(host) for host in hosts)


def _certified(text: str) -> tuple[str, ...]:
    names = _names(text)
    for name in names:
        _host(name.removeprefix("*."))
    return names


def _path(text: str) -> Path:
    if _URL.match(text):
        raise ValueError(f"must be a path, not the URL {text!r}")
    return Path(text)


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ValueError(f"must be a folder that exists, not {text!r}")
    return Path(text)


def _fixtures(text: str) -> Path:
    """Find a file or folder, or a fixture file that ships by its name without ending."""
    shipped = SHIPPED_FIXTURES / f"{text}.yaml"
    if Path(text).exists() or not (shipped.parent == SHIPPED_FIXTURES and shipped.is_file()):
        shipped = Path(text)
    if not shipped.exists():
        raise ValueError(f"must be a file or folder that exists, or the name of a shipped file, not {text!r}")
    return shipped


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _paths(text: str) -> tuple[Path, ...]:
    return tuple(_fixtures(path) for path in text.split(os.pathsep) if path)


def _seed(text: str) -> str:
    if len(text) > 64:
        raise ValueError("must have at most 64 characters")
    try:
        text.encode()
    except UnicodeEncodeError:  # bytes of the environment that are no text
        raise ValueError("must be text in UTF-8") from None
    return text


def _token(text: str) -> str:
    refusal = token_refusal(text) if text else ""
    if refusal:
        raise ValueError(refusal)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a server is told at its start. Sizes are in bytes, times in seconds."""

    host: tuple[str, ...] = _setting(("127.0.0.1",), _hosts, "Address to listen on.", "HOST")
    port: int = _setting(8080, _number(0, 65535), "Port to listen on; 0 takes a free one.", "PORT")
    base_url: str = _setting("", _address, "Address that links name, where a port mapping hides ours.", "URL")
    tls: bool = _setting(False, _flag, "Speak https, with a certificate made at the start.")
    tls_name: tuple[str, ...] = _setting(
        (), _certified, "Name for that certificate besides localhost and the host.", "NAME"
    )
    ca_file: Path | None = _setting(None, _path, "File to write the CA to that made it, for clients to trust.", "FILE")
    tls_cert: Path | None = _setting(None, _path, "Certificate of your own to speak https with.", "FILE")
    tls_key: Path | None = _setting(None, _path, "Private key of that certificate.", "FILE")
    scenario: tuple[str, ...] = _setting((), _names, "Scenario every tenant starts with, by name or file.", "NAME")
    scenarios: Path | None = _setting(None, _folder, "Folder of your own scenarios, searched first.", "DIR")
    fixtures: tuple[Path, ...] = _setting(
        (), _paths, "Records to start with: a file, a folder, or a shipped name.", "PATH"
    )
    data: Path | None = _setting(None, _path, "Folder to keep records in; without it they live in memory.", "DIR")
    seed: str = _setting("0", _seed, "Same seed and clock: same ids, times and faults.", "TEXT")
    any_key: bool = _setting(False, _flag, "Accept credentials of any form, not only the providers' own.")
    no_orders: bool = _setting(
        False, _flag, "Take no orders from requests: neither X-Mock-Scenario, X-Mock-Error, Prefer, nor +mock- tags."
    )
    no_rule_header: bool = _setting(False, _flag, "Leave X-Mock-Rule out of answers that a rule shaped.")
    no_watch: bool = _setting(False, _flag, "Do not look for changes of scenario files that are in use.")
    json_logs: bool = _setting(False, _flag, "Write every message as one line of JSON.")
    port_file: Path | None = _setting(None, _path, "File to write the port to once the server answers.", "FILE")
    admin_token: str = _setting("", _token, "Token for /__admin; made at the start when others can reach it.", "TEXT")
    max_body: int = _setting(1_048_576, _number(1024, 1 << 30), "Largest request body.", "BYTES")
    max_header: int = _setting(65_536, _number(1024, 1 << 24), "Largest request head.", "BYTES")
    request_timeout: float = _setting(
        30.0, _number(0.05, 3600, float), "Time a client has to send a request.", "SECONDS"
    )
    keep_alive: int = _setting(5, _number(1, 3600), "Time an idle connection is kept.", "SECONDS")
    max_tenants: int = _setting(10_000, _number(1, 10_000_000), "Tenants kept; the longest idle goes first.", "N")
    journal_size: int = _setting(1_000, _number(0, 1_000_000), "Exchanges each tenant's journal keeps.", "N")

    @classmethod
    def parse(cls, options: Mapping[str, str], environment: Mapping[str, str]) -> "Settings":
        """Read settings from options (they win) and the environment; both hold text.

        Raise `Misconfigured` that names the option or variable.
        """
        values, places = {}, {}
        for setting in fields(cls):
            where, text = option(setting.name), options.get(setting.name)
            if text is None:
                where = variable(setting.name)
                value = read_variable(setting.name, environment)
            else:
                value = _parsed(setting.name, text, where)
            if value is not None:
                values[setting.name], places[setting.name] = value, where
        settings = cls(**values)
        if "admin_token" in places:
            settings.refuse_open(places["admin_token"])
        return settings

    def __post_init__(self) -> None:
        """Raise `Misconfigured` for text or a port that can never work, and for half of https.

        One text stands for several where a setting takes several, as in a variable.
        """
        for setting in fields(self):
            value = getattr(self, setting.name)
            text = ",".join(value) if setting.name == "host" and isinstance(value, tuple) else value
            if (isinstance(text, str) and value != setting.default) or setting.name == "port":
                try:
                    parsed = setting.metadata["parse"](str(text))
                except ValueError as error:
                    raise Misconfigured(option(setting.name), str(error)) from None
                if isinstance(setting.default, tuple):
                    object.__setattr__(self, setting.name, parsed)
        self._refuse_half_of_https()

    def _refuse_half_of_https(self) -> None:
        for option, given, needed, there in (
            ("--tls-cert", self.tls_cert, "--tls-key", self.tls_key),
            ("--tls-key", self.tls_key, "--tls-cert", self.tls_cert),
            ("--ca-file", self.ca_file, "--tls", self.https),
            ("--tls-name", self.tls_name, "--tls", self.https),
        ):
            if given and not there:
                raise Misconfigured(option, f"needs {needed}")
        for option, given in (("--ca-file", self.ca_file), ("--tls-name", self.tls_name)):
            if given and self.tls_cert:
                raise Misconfigured(option, "is for the certificate that --tls makes, not for one of --tls-cert")

    def refuse_open(self, option: str = "--admin-token") -> None:
        """Raise `Misconfigured` where others can reach the server, and no token keeps them off the control plane."""
        if not self.admin_token and not self.loopback:
            hosts = " ".join(f"--host {host}" for host in self.host)
            raise Misconfigured(option, f"must not be empty with {hosts}, which others can reach")

    def guarded(self) -> "Settings":
        """Return settings with a token for the control plane, made now where one is needed and none is set."""
        if self.admin_token or self.loopback:
            return self
        return replace(self, admin_token=secrets.token_urlsafe(24))

    @property
    def https(self) -> bool:
        """Return whether the server speaks https; a certificate of one's own is enough to ask for it."""
        return self.tls or self.tls_cert is not None

    @property
    def url(self) -> str:
        """Return the address to tell people: the one that links name, or where the server listens."""
        host = _EVERYWHERE.get(self.host[0], self.host[0])
        host = f"[{host}]" if ":" in host else host
        return self.base_url or f"{self.scheme}://{host}:{self.port}"

    @property
    def scheme(self) -> str:
        """Return the scheme of the server's addresses."""
        return "https" if self.https else "http"

    def largest_body(self, path: str) -> int:
        """Return the bytes that the body of a request to a path may have."""
        if (path == CONTROL_PLANE or path.startswith(CONTROL_PLANE + "/")) and self.loopback:
            return max(self.max_body, LARGEST_DOCUMENT)
        return self.max_body

    @property
    def loopback(self) -> bool:
        """Return whether only this machine can reach the server: whether all hosts are loopback addresses."""
        return all(on_this_machine(resolved_once(host)) for host in self.host)

    @property
    def linked_host(self) -> str | None:
        """Return the host of the address that links name, `None` where none is set."""
        return read_address(self.base_url).host if self.base_url else None


SERVER_URL = variable("url")
"""The variable that clients of a server read, not the server."""

_LINK = re.compile(r"(?:tcp|udp|sctp)://")
_SERVICE = re.compile(r"(?:[A-Z0-9_]+_)?(?:SERVICE_(?:HOST|PORT(?:_.+)?)|PORT_\d+_(?:TCP|UDP|SCTP)(?:_.+)?)|ENV_.+")
"""What follows the prefix in names that Kubernetes and links of containers set, for services of any name.

https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
"""


def read_variable(name: str, environment: Mapping[str, str]) -> Any:
    """Return what a variable sets a setting to, `None` without one; every command reads variables with this.

    Raise `Misconfigured` that names the variable. Kubernetes and container links set `MOCKSERVER_PORT=tcp://…` beside
    a service that is called mockserver: that is no port, and is passed over.
    """
    text = environment.get(variable(name))
    if text is None or (name == "port" and _LINK.match(text)):
        return None
    return _parsed(name, text, variable(name))


def _parsed(name: str, text: str, where: str) -> Any:
    try:
        return Settings.__dataclass_fields__[name].metadata["parse"](text)
    except ValueError as error:
        raise Misconfigured(where, str(error)) from None


def own_url(environment: Mapping[str, str]) -> str:
    """Return where, on this machine, a server answers that was told no more than an environment tells."""
    https = read_variable("tls", environment) or read_variable("tls_cert", environment) is not None
    port = read_variable("port", environment)
    return f"{'https' if https else 'http'}://127.0.0.1:{Settings().port if port is None else port}"


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """Return a line about each variable that begins as those of settings do and is none.

    Another product may own the prefix, too, so none is refused. What orchestrators set is passed over in silence.
    """
    known = [setting.name.upper() for setting in fields(Settings)]
    lines = []
    for given in sorted(environment):
        name = given.removeprefix(PREFIX)
        if given in (name, SERVER_URL) or name in known or _is_orchestrators(name, environment[given]):
            continue
        close = suggestion(name, known).replace("'", f"'{PREFIX}", 1)
        lines.append(f"{given}: is passed over, it is not a setting{close}")
    return lines


def _is_orchestrators(name: str, value: str) -> bool:
    return _LINK.match(value) is not None or _SERVICE.fullmatch(name) is not None


def base_url(settings: Settings, headers: Mapping[str, str]) -> str:
    """Return the address that links of an answer start with: the one the client used, unless a setting says other."""
    host = headers.get("host", "")
    if settings.base_url or not read_authority(host):
        return settings.url
    return f"{settings.scheme}://{host}"
