"""What holds for every test: nothing leaves the machine, and a slow machine is no failure of a property."""

import socket

import pytest
from hypothesis import settings

settings.register_profile("obrady", deadline=None, print_blob=True)
settings.load_profile("obrady")

LOOPBACK = ("127.", "::1", "localhost")


class OutsideWorldTouched(AssertionError):
    pass


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def connect_on_this_machine(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise OutsideWorldTouched(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_on_this_machine)
