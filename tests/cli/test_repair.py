"""`mockserver repair`: a folder that a server refuses is mended by the command that the refusal names."""

import signal
from pathlib import Path

import requests

from tests.cli.processes import run, serving
from tests.clients import KEY

HEADERS = {"REB-APIKEY": KEY}


def customers(url: str) -> str:
    return f"{url}/organizations/org_mended/customers"


def kept(path: Path, *ids: str) -> None:
    """Let a server keep customers in a folder, and end it at once."""
    with serving("--data", str(path)) as server:
        for id in ids:
            answer = requests.put(f"{customers(server.url)}/{id}", headers=HEADERS, json={}, timeout=5)
            assert answer.status_code == 201
        server.stop(signal.SIGKILL)


def test_a_damaged_folder_is_refused_and_mended(tmp_path: Path) -> None:
    """The refusal names file and line, and what to do."""
    kept(tmp_path, "ada", "bob", "eve")
    journal = tmp_path / "journal-0.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"bob"', b'"bib"', 1))

    refused = run("serve", "--port", "0", "--data", str(tmp_path))
    assert refused.returncode == 2
    assert refused.stderr == (
        f"mockserver: {journal}:3: does not fit its checksum; `mockserver repair {tmp_path}` keeps all that is sound\n"
    )

    mended = run("repair", str(tmp_path))
    assert (mended.returncode, mended.stderr) == (0, "")
    told = mended.stdout.splitlines()
    assert told[0].startswith(f"{tmp_path} was repaired: ")
    assert told[1] == "  journal-0.jsonl:3 does not fit its checksum"
    assert (
        told[2]
        == f"What was left out is in {tmp_path}/left-out-1.jsonl, the files as they were in {tmp_path}/before-repair-1."
    )

    with serving("--data", str(tmp_path)) as server:
        listed = requests.get(customers(server.url), headers=HEADERS, timeout=5).json()
        assert [customer["id"] for customer in listed] == ["eve", "ada"]


def test_a_sound_folder_is_said_to_be_sound(tmp_path: Path) -> None:
    kept(tmp_path, "ada")
    told = run("repair", str(tmp_path))
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith(f"{tmp_path} is sound: ")


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    told = run("repair", str(tmp_path))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == f"mockserver: data folder {tmp_path}: is none: it holds neither a journal nor a snapshot\n"


def test_a_last_line_that_was_cut_off_is_mended_by_the_start(tmp_path: Path) -> None:
    """It was never answered; the log says that it went."""
    kept(tmp_path, "ada")
    journal = tmp_path / "journal-0.jsonl"
    with journal.open("ab") as file:
        file.write(b'{"sum":"00000000","ten')
    with serving("--data", str(tmp_path)) as server:
        assert any(
            "a last line without its end was never answered; 22 bytes cut off" in line for line in server.greeting
        )
