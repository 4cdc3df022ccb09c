"""Reading files of people, as spreadsheets in many countries write them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import Invalid
from server.programmes.columns import known
from server.programmes.sheet import Sheet, count_rows


def read(text: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    return [row.cells for row in Sheet(text.encode(encoding), known).take(100)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_marks_and_letters_of_a_file_are_found(encoding: str, mark: str, end: str) -> None:
    lines = [["E-Mail", "Name", "Goals"], ["a@x.org", "Zoë Müller", "one | two"]]
    text = end.join(mark.join(line) for line in lines) + end
    assert read(text, encoding) == [
        {"email": "a@x.org", "name": "Zoë Müller", "goals": "one | two"}
    ]


def test_semicolons_inside_of_comma_files_do_not_confuse() -> None:
    text = 'email,name,weekly_hours\na@x.org,Ana,"mon 8-9; tue 8-9"\n'
    assert read(text)[0]["weekly_hours"] == "mon 8-9; tue 8-9"


def test_unknown_columns_are_named_and_left_out() -> None:
    sheet = Sheet(b"email,name,shoe size,\na@x.org,Ana,42,\n", known)
    assert sheet.unknown == ("shoe size",)
    assert sheet.take(5)[0].cells == {"email": "a@x.org", "name": "Ana"}


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = 'email,name\na@x.org,Ana\n\n"b@x.org","Bo\nB"\nc@x.org,Cy\n'
    rows = Sheet(text.encode(), known).take(10)
    assert [(row.line, row.cells["email"]) for row in rows] == [
        (2, "a@x.org"),
        (4, "b@x.org"),
        (6, "c@x.org"),
    ]


def test_a_row_with_more_fields_than_columns_is_refused_and_the_next_one_read() -> None:
    rows = Sheet(b"email,name\na@x.org,Okafor, Mina\nb@x.org,Bo\n", known).take(10)
    assert "3 fields and the header 2" in rows[0].complaint
    assert rows[1].cells == {"email": "b@x.org", "name": "Bo"}


def test_a_quotation_mark_that_nobody_closed_is_found_at_its_line() -> None:
    lines = ["email,name", 'a@x.org,"Ana', *(f"p{n}@x.org,P" for n in range(200))]
    rows = Sheet("\n".join(lines).encode(), known).take(1000)
    assert rows[0].line == 2
    assert "never closed" in rows[0].complaint


def test_an_endless_field_does_not_end_the_file() -> None:
    text = f"email,name\na@x.org,{'x' * 200_000}\nb@x.org,Bo\n"
    rows = Sheet(text.encode(), known).take(10)
    assert rows[0].complaint
    assert rows[-1].cells == {"email": "b@x.org", "name": "Bo"}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04 a workbook", "workbook"),
        ("email,name\n".encode("utf-16"), "UTF-8"),
        (b"email,name\na\x00b,x\n", "UTF-8"),
        (b"email,name\n\x81\x8d\xff\xfe,x\n", "letters"),
        (b"email,name,e-mail\n", "twice"),
    ],
)
def test_what_is_no_table_is_said_in_words(content: bytes, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        Sheet(content, known)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), max_size=30), st.sampled_from([",", ";", "\t"]))
def test_whatever_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str]], mark: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=mark)
    writer.writerow(("email", "name"))
    writer.writerows(rows)
    content = file.getvalue().encode()
    kept = [(a.strip(), b.strip()) for a, b in rows if a.strip() or b.strip()]
    found = [row.cells for row in Sheet(content, known).take(1000)]
    assert [(one["email"], one["name"]) for one in found] == kept
    assert count_rows(content, known) == len(kept)


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    try:
        Sheet(b"email,name\n" + content, known).take(1000)
    except Invalid:
        return
