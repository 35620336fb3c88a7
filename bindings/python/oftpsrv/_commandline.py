"""A server run from the command line: ``python -m oftpsrv``."""

from __future__ import annotations

import argparse
import hmac
import signal
import sys
import time
from pathlib import Path
from typing import Dict, Optional, Sequence

from . import events
from ._errors import OFTPError
from ._outbox import Outbox
from .certificate import Certificate
from .constants import Direction, Dispatch, EsidReason, StoreType
from .server import OFTPServer

OFTP_PORT = 3305
TLS_PORT = 6619


def parser() -> argparse.ArgumentParser:
    """The options."""
    options = argparse.ArgumentParser(
        prog="python -m oftpsrv",
        description="Runs an OFTP server until it gets SIGINT or SIGTERM. Options outweigh the configuration file.",
    )
    add = options.add_argument
    add("config", nargs="?", type=Path, help="file of Name=value lines, one for each property or setting")
    add("--ssid", metavar="CODE", help="own code as partner of sessions")
    add("--sfid", metavar="CODE", help="own code as origin and destination of files; that of --ssid when not given")
    add("--password", help="own password, up to 8 characters")
    add("--host", metavar="ADDRESS", help="address to listen on; all when not given")
    add("--port", type=int, help="port to listen on, 3305 when not given, with TLS 6619; 0 lets the system choose")
    add("--partner", action="append", default=[], metavar="CODE=PASSWORD", help="a partner; may be repeated")
    add("--partners", type=Path, metavar="FILE", help="file of CODE=PASSWORD lines")
    add("--anyone", action="store_true", help="let everybody in, whatever the code and password")
    add("--inbox", type=Path, metavar="DIR", help="directory for received files; without it files are refused")
    add("--outbox", type=Path, metavar="DIR", help="files in DIR/<partner code>/ are sent when that partner connects")
    add("--state", type=Path, metavar="DIR", help="directory for what must survive a crash (StatePath)")
    add("--tls-cert", type=Path, metavar="FILE", help="certificate with private key: speaks TLS")
    add("--tls-password", default="", metavar="PASSWORD", help="password of that file")
    add("--set", action="append", default=[], metavar="NAME=VALUE", help="any property or setting; may be repeated")
    add("--trail", action="store_true", help="also print every protocol command")
    add("--quiet", action="store_true", help="print errors only")
    return options


class Runner:
    """One run of the command line server."""

    def __init__(self, server: OFTPServer, options: argparse.Namespace) -> None:
        self.server = server
        self.options = options
        self.partners = _partners(options)
        if not self.partners and not options.anyone:
            raise ValueError("nobody could connect: give --partner, --partners or --anyone")
        self.outbox: Optional[Outbox] = None
        if options.outbox is not None:
            only = next(iter(self.partners)) if len(self.partners) == 1 else None
            self.outbox = Outbox(options.outbox, only)
        self.stopping = False
        self._configure()
        self._register()

    def _configure(self) -> None:
        server = self.server
        self._set_all()
        if server.use_ssl and server.local_port == OFTP_PORT:
            # Only once more tells whether that port was asked for: what asks for it outweighs this one.
            server.local_port = TLS_PORT
            self._set_all()

    def _set_all(self) -> None:
        server, options = self.server, self.options
        if options.config is not None:
            try:
                server.load_config(options.config.read_text("utf-8"))
            except OFTPError as error:
                raise ValueError(f"{options.config}: {error}") from error
        if options.ssid is not None:
            server.server_ssid_code = options.ssid
        if options.sfid or (options.ssid and not server.server_sfid_code):
            server.server_sfid_code = options.sfid or options.ssid
        if options.password is not None:
            server.server_password = options.password
        if options.host is not None:
            server.local_host = options.host
        if options.port is not None:
            server.local_port = options.port
        if options.state is not None:
            options.state.mkdir(parents=True, exist_ok=True)
            server.set_config("StatePath", str(options.state.absolute()))
        if options.inbox is not None:
            options.inbox.mkdir(parents=True, exist_ok=True)
        if options.tls_cert is not None:
            server.ssl_cert = Certificate(StoreType.AUTO, options.tls_cert, options.tls_password)
            server.use_ssl = True
        for assignment in options.set:
            server.config(assignment)

    def _register(self) -> None:
        server = self.server
        server.event_dispatch = Dispatch.QUEUED
        server.on_accept_connection = self.accept_connection
        server.on_connected = lambda event: self.say(event.connection_id, "connected", event.description)
        server.on_disconnected = self.disconnected
        server.on_ready_to_send = self.ready_to_send
        server.on_start_transfer = self.start_transfer
        server.on_end_transfer = self.end_transfer
        server.on_end_response = self.end_response
        server.on_error = self.error
        server.on_log = self.log
        if self.options.trail:
            server.on_pi_trail = self.pi_trail

    def run(self) -> None:
        """Listens until it is told to stop."""
        self.server.start_listening()
        self.say("", "listening", f"on port {self.server.local_port}")
        while not self.stopping:
            try:
                self.server.do_events(500)
            except OFTPError as error:
                self.complain("", str(error))
        self.server.shutdown()
        self.say("", "stopped")

    def stop(self, *_: object) -> None:
        """Asks run() to return."""
        self.stopping = True

    # Handlers

    def accept_connection(self, event: events.AcceptConnectionEvent) -> None:
        code = event.client_ssid_code.strip()
        reason = self._reason_against(code, event.client_password)
        event.accept = reason == 0
        if reason:
            event.error_code = reason
            self.say(event.connection_id, "refused", f"{code}, reason {reason:02}")
            return
        if self.options.inbox is not None:
            connection = self.server.connections[event.connection_id]
            connection.download_directory = str(self.options.inbox.absolute())
        self.say(event.connection_id, "accepted", code)

    def _reason_against(self, code: str, password: str) -> int:
        if self.options.anyone:
            return 0
        expected = self.partners.get(code.upper())
        if expected is None:
            return EsidReason.UNKNOWN_USER_CODE
        same = hmac.compare_digest(expected.encode(), password.rstrip(" ").encode())
        return 0 if same else EsidReason.INVALID_PASSWORD

    def ready_to_send(self, event: events.ReadyToSendEvent) -> None:
        if self.outbox is not None:
            partner = self.server.connections[event.connection_id].ssid_code.strip()
            for file in self.outbox.take(partner, event.connection_id):
                try:
                    self.server.send_file_async(event.connection_id, partner, file, file.name)
                except OFTPError as error:
                    self.complain(event.connection_id, f"{file}: {error}")
        # Behind the last file: gives the turn back, or ends the session when nothing was sent.
        self.server.logoff(event.connection_id)

    def start_transfer(self, event: events.StartTransferEvent) -> None:
        way = "sending" if event.direction == Direction.SERVER else "receiving"
        self.say(event.connection_id, way, f"{event.virtual_file_name} from {event.originator} to {event.destination}")

    def end_transfer(self, event: events.EndTransferEvent) -> None:
        sent = event.direction == Direction.SERVER
        if sent and self.outbox is not None and not event.reason_code:
            self.outbox.sent(event.local_file)
        if event.reason_code:
            self.complain(event.connection_id, f"{event.virtual_file_name}: {event.reason_code:02} {event.reason_text}")
            return
        done = "sent" if sent else "received"
        self.say(event.connection_id, done, f"{event.virtual_file_name}, {event.file_size} octets, {event.local_file}")

    def disconnected(self, event: events.DisconnectedEvent) -> None:
        if self.outbox is not None:
            self.outbox.disconnected(event.connection_id)
        self.say(event.connection_id, "disconnected", event.description)

    def end_response(self, event: events.EndResponseEvent) -> None:
        answer = f"negative {event.reason_code:02} {event.reason_text}" if event.reason_code else "positive"
        self.say(event.connection_id, "end response", f"{event.virtual_file_name}: {answer}")

    def error(self, event: events.ErrorEvent) -> None:
        self.complain(event.connection_id, f"[{event.error_code}] {event.description}")

    def log(self, event: events.LogEvent) -> None:
        # What belongs to a connection has its own lines, and so have errors.
        if not event.connection_id and not event.message.startswith("error "):
            self.say("", "note", event.message)

    def pi_trail(self, event: events.PITrailEvent) -> None:
        arrow = "<--" if event.direction == Direction.SERVER else "-->"
        self.say(event.connection_id, arrow, f"{event.command_description}, {len(event.data)} octets")

    # The trail

    def say(self, connection_id: str, what: str, more: str = "") -> None:
        """Prints one line of the trail."""
        if not self.options.quiet:
            _print(sys.stdout, connection_id, what, more)

    def complain(self, connection_id: str, more: str) -> None:
        """Prints an error."""
        _print(sys.stderr, connection_id, "error", more)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the command line; the result is the exit status."""
    options = parser().parse_args(arguments)
    with OFTPServer() as server:
        try:
            runner = Runner(server, options)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, runner.stop)
            runner.run()
        except (OFTPError, OSError, ValueError) as error:
            print(f"oftpsrv: {error}", file=sys.stderr)
            return 1
    return 0


def _partners(options: argparse.Namespace) -> Dict[str, str]:
    """Codes, in upper case, and passwords."""
    partners: Dict[str, str] = {}

    def add(where: str, text: str, quotes: bool) -> None:
        code, equals, password = text.partition("=")
        if not equals or not code.strip():
            raise ValueError(f"{where}: write CODE=PASSWORD")
        if quotes:
            password = password.strip()
            if len(password) >= 2 and password[0] == password[-1] == '"':
                password = password[1:-1]
        partners[code.strip().upper()] = password

    if options.partners is not None:
        for number, line in enumerate(options.partners.read_text("utf-8-sig").splitlines(), start=1):
            line = line.strip()
            if line and not line.startswith("#"):
                add(f"{options.partners}, line {number}", line, quotes=True)
    for text in options.partner:
        add("--partner", text, quotes=False)
    return partners


def _print(file: object, connection_id: str, what: str, more: str) -> None:
    stamp = time.strftime("%Y-%m-%d %H:%M:%S")
    parts = [stamp, f"[{connection_id}]" if connection_id else "", what, more]
    # What a partner sends must not be able to fake a line of the trail.
    line = "".join(c if c.isprintable() else "?" for c in " ".join(part for part in parts if part))
    print(line, file=file, flush=True)  # type: ignore[call-overload]
