"""The https of a server: the certificate it shows, made at the start or read from files, and what trusts it."""

import os
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mockserver.core.clock import system_time
from mockserver.core.files import write_whole
from mockserver.core.problems import Misconfigured
from mockserver.settings import Settings

if TYPE_CHECKING:
    from trustme import CA

LIFETIME = timedelta(days=365)
"""How long a certificate is valid. Some systems refuse those that are valid for years."""

_ALWAYS = ("127.0.0.1", "::1", "localhost", "*.localhost")
_MOST_BELOW = 128

_ByName = Callable[[str], ssl.SSLContext]


def server_context(settings: Settings) -> ssl.SSLContext:
    """Return the context for handshakes of a server, and write the CA file if required.

    Raise `Misconfigured` where a file cannot be used, or where the library that makes certificates is not installed.
    """
    if settings.tls_cert and settings.tls_key:
        return _from_files(settings.tls_cert, settings.tls_key)
    try:
        from trustme import CA
    except ModuleNotFoundError:
        raise Misconfigured("--tls needs the extra", "pip install 'mockserver[tls]'") from None
    authority = CA(organization_name="mockserver")  # its key stays in memory
    names = dict(_names(settings))
    for name, option in names.items():
        _refuse_unfit(authority, name, option)
    context = _issue(authority, *names)
    _serve_names_below(authority, context, tuple(name[1:] for name in names if name.startswith("*.")))
    if settings.ca_file:
        _write(settings.ca_file, authority.cert_pem.bytes())
    return context


def client_context(ca_file: Path | None) -> ssl.SSLContext:
    """Return the trust of a server's client: a CA file, that of `REQUESTS_CA_BUNDLE`, or the system's CAs."""
    bundle = ca_file or os.environ.get("REQUESTS_CA_BUNDLE") or None
    where = f"--ca-file {ca_file}" if ca_file else "REQUESTS_CA_BUNDLE"
    try:
        if bundle and Path(bundle).is_dir():
            return ssl.create_default_context(capath=bundle)
        return ssl.create_default_context(cafile=bundle)
    except ssl.SSLError:
        raise Misconfigured(where, "must be a PEM file with a certificate") from None
    except OSError as error:
        raise Misconfigured(where, f"cannot be read: {error.strerror}") from None


def _names(settings: Settings) -> list[tuple[str, str]]:
    """Return the names of a certificate, each with the option that it stands for."""
    linked = settings.linked_host
    return [
        *((name, "--tls-name") for name in settings.tls_name),
        *([(linked, "--base-url")] if linked else []),
        *((host, "--host") for host in settings.host),
        *((name, "--tls") for name in _ALWAYS),
    ]


def _refuse_unfit(authority: "CA", name: str, option: str) -> None:
    try:
        authority.issue_cert(name)
    except ValueError as error:
        raise Misconfigured(f"{option} {name}", f"cannot stand in a certificate: {error}") from None


def _empty() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _issue(authority: "CA", *names: str) -> ssl.SSLContext:
    """Make a certificate for names. Its key lies for a moment in a file that only we can read: `ssl` takes no other."""
    now, context = datetime.fromtimestamp(system_time(), UTC), _empty()
    # It begins yesterday, for clients whose clock is behind.
    leaf = authority.issue_cert(*names, not_before=now - timedelta(days=1), not_after=now + LIFETIME)
    try:
        leaf.configure_cert(context)
    except OSError as error:
        raise Misconfigured("--tls", f"needs a folder for temporary files: {error}") from None
    return context


def _serve_names_below(authority: "CA", context: ssl.SSLContext, suffixes: tuple[str, ...]) -> None:
    """Show a client that asks for a name below one of the suffixes a certificate for just that name.

    OpenSSL and Node take no `*.localhost`: to them an asterisk stands above two labels at least.
    """
    below: _ByName = lru_cache(_MOST_BELOW)(lambda name: _issue(authority, name))

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if name and name.lower().endswith(suffixes):
            try:
                connection.context = below(name.lower())
            except (ValueError, Misconfigured):
                return  # the client decides what it thinks of the other certificate

    if suffixes:
        context.sni_callback = choose


def _write(path: Path, pem: bytes) -> None:
    try:
        write_whole(path, pem)
    except OSError as error:
        raise Misconfigured(f"--ca-file {path}", f"cannot be written: {error.strerror}") from None


def _from_files(certificate: Path, key: Path) -> ssl.SSLContext:
    _refuse_other_than("--tls-cert", certificate, b"-----BEGIN CERTIFICATE-----", "a certificate")
    _refuse_other_than("--tls-key", key, b"PRIVATE KEY-----", "a private key")

    def no_passphrase() -> str:
        raise Misconfigured(f"--tls-key {key}", "must be a key without a passphrase")

    context = _empty()
    try:
        context.load_cert_chain(certificate, key, no_passphrase)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise Misconfigured(f"--tls-key {key}", f"is not the key of --tls-cert {certificate}") from None
        raise Misconfigured(f"--tls-cert {certificate} --tls-key {key}", f"cannot be used: {error.reason}") from None
    return context


def _refuse_other_than(option: str, path: Path, mark: bytes, what: str) -> None:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{option} {path}", f"cannot be read: {error.strerror}") from None
    if mark not in text:
        raise Misconfigured(f"{option} {path}", f"must be a PEM file with {what}")
