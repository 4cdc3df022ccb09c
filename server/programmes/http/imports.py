"""HTTP doors of imports: a file goes in, progress and a report come out."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.downloads import BOM, csv_file, csv_headers
from server.core.errors import Conflict, Invalid, NotFound
from server.core.web import Routes
from server.programmes import columns
from server.programmes.http.keys import IMPORTS
from server.programmes.model import LARGEST_BYTES
from server.programmes.wire.imports import (
    ColumnList,
    ColumnOut,
    ImportList,
    ImportOut,
    ImportQuery,
    RemarkOut,
    ReportOut,
)

routes = Routes()


@routes.get("/api/imports/columns", tag="programmes")
async def list_columns(request: web.Request) -> ColumnList:
    """The columns of a file of people, and what each means."""
    return ColumnList(
        columns=[
            ColumnOut(name=one.name, about=one.about, is_needed=one.is_needed)
            for one in columns.COLUMNS
        ]
    )


@routes.get("/api/imports/template", tag="programmes", produces="text/csv")
async def download_template(request: web.Request) -> web.Response:
    """A file of people to fill in, with two examples."""
    return csv_file(columns.template(), "people.csv")


@routes.post(
    "/api/programmes/{programme_id}/imports",
    tag="programmes",
    status=201,
    errors=(NotFound, Invalid, Conflict),
    accepts=("text/csv", "text/plain", "application/vnd.ms-excel", "application/octet-stream"),
    max_bytes=LARGEST_BYTES,
    limit="60/hour",
)
async def upload_import(
    request: web.Request, programme_id: str, query: ImportQuery, body: bytes
) -> ImportOut:
    """Take a file of people in; a worker reads it. For its coordinators."""
    one = await request.app[IMPORTS].upload(
        person_of(request),
        programme_id,
        body,
        file_name=query.file_name,
        sends_letters=query.sends_letters,
    )
    return ImportOut.of(one)


@routes.get("/api/programmes/{programme_id}/imports", tag="programmes", errors=(NotFound,))
async def list_imports(request: web.Request, programme_id: str) -> ImportList:
    """The last imports, newest first; for its coordinators."""
    found = await request.app[IMPORTS].of_programme(person_of(request), programme_id)
    return ImportList(imports=[ImportOut.of(one) for one in found])


@routes.get(
    "/api/programmes/{programme_id}/imports/{import_id}", tag="programmes", errors=(NotFound,)
)
async def show_import(request: web.Request, programme_id: str, import_id: str) -> ReportOut:
    """How far an import is and what it has remarked; for the programme's coordinators."""
    report = await request.app[IMPORTS].report(person_of(request), programme_id, import_id)
    return ReportOut(
        progress=ImportOut.of(report.one),
        remarks=[
            RemarkOut(
                line=one.line, column=one.column, sentence=one.sentence, is_error=one.is_error
            )
            for one in report.remarks
        ],
    )


@routes.post(
    "/api/programmes/{programme_id}/imports/{import_id}/cancel",
    tag="programmes",
    errors=(NotFound, Conflict),
)
async def cancel_import(request: web.Request, programme_id: str, import_id: str) -> ImportOut:
    """Stop an import; what was imported stays. For the programme's coordinators."""
    one = await request.app[IMPORTS].cancel(person_of(request), programme_id, import_id)
    return ImportOut.of(one)


@routes.get(
    "/api/programmes/{programme_id}/imports/{import_id}/report",
    tag="programmes",
    errors=(NotFound,),
    produces="text/csv",
)
async def download_report(
    request: web.Request, programme_id: str, import_id: str
) -> web.StreamResponse:
    """Everything that an import remarked, as CSV; for the programme's coordinators."""
    pieces = await request.app[IMPORTS].report_file(person_of(request), programme_id, import_id)
    response = web.StreamResponse(headers=csv_headers(f"import-{import_id}.csv"))
    await response.prepare(request)
    await response.write(BOM.encode())
    async for piece in pieces:
        await response.write(piece.encode())
    await response.write_eof()
    return response
