"""Security headers on every answer; refuses third-party content (CSP) and framing."""

from __future__ import annotations

from aiohttp import web

from server.core.keys import SETTINGS

NONCE: web.ResponseKey[str] = web.ResponseKey("csp_nonce", str)

_CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'{nonce}; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "media-src 'self' blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_PRIVATE = ("/api/", "/healthz", "/readyz", "/metrics")
_FIXED = {
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self)",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=31536000"  # whether subdomains follow is for their operator to say


def content_security_policy(nonce: str | None) -> str:
    """The policy, with the style nonce when the answer is a page."""
    return _CSP.format(nonce=f" 'nonce-{nonce}'" if nonce else "")


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Runs in `on_response_prepare`, so that files and errors get the headers too."""
    response.headers["Server"] = "Ithaca"  # not which version of what
    for name, value in _FIXED.items():
        response.headers.setdefault(name, value)
    policy = content_security_policy(response.get(NONCE))
    response.headers.setdefault("Content-Security-Policy", policy)
    if request.app[SETTINGS].is_https:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if request.path.startswith(_PRIVATE):
        response.headers.setdefault("Cache-Control", "no-store")
