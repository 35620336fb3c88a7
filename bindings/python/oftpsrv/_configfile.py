"""Configuration texts: ``Name=value`` lines, as docs/settings.md describes them."""

from __future__ import annotations

from typing import Iterator, List, Tuple


def settings(text: str) -> Iterator[Tuple[int, str, str]]:
    """The settings of a text: number of the line, name, value.

    Blank lines and lines that start with ``#`` do not count. A value in double quotes keeps the spaces at its ends;
    ``Name=<<END``, lines, ``END`` gives a value of several lines.
    """
    lines = iter(enumerate(text.lstrip("\ufeff").splitlines(), start=1))
    for number, line in lines:
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name:
            raise ValueError(f"line {number}: write Name=value")
        end = value[2:].strip() if value.startswith("<<") else ""
        if end:
            value = _block(lines, number, end)
        elif len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1]
        yield number, name, value


def _block(lines: Iterator[Tuple[int, str]], start: int, end: str) -> str:
    block: List[str] = []
    for _, line in lines:
        if line.strip() == end:
            return "\n".join(block)
        block.append(line)
    raise ValueError(f"line {start}: there is no line {end} to end the value")
