import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { fetchSignedIn, watchSignedOut } from "../../src/core/api";

let server: Server | undefined;

/** A real HTTP server whose paths the page's relative requests reach. */
async function serve(listener: RequestListener): Promise<string> {
  server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    listener(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  (globalThis as unknown as { happyDOM: { setURL: (url: string) => void } }).happyDOM.setURL(`${origin}/`);
  return origin;
}

afterEach(() => {
  server?.close();
});

test("two stale requests share one renewal and are both tried again", async () => {
  let renewals = 0;
  const origin = await serve((request, response) => {
    if (request.url === "/api/auth/refresh") renewals += 1;
    response.statusCode = request.url === "/api/auth/refresh" ? 204 : renewals === 0 ? 401 : 200;
    setTimeout(() => response.end(), 20);
  });
  const answers = await Promise.all(["/api/me", "/api/rooms"].map((path) => fetchSignedIn(new Request(origin + path))));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(renewals).toBe(1);
});

test("a refused renewal tells that the person is signed out", async () => {
  const origin = await serve((_, response) => {
    response.statusCode = 401;
    response.end();
  });
  let isTold = false;
  const stop = watchSignedOut(() => {
    isTold = true;
  });
  const answer = await fetchSignedIn(new Request(`${origin}/api/me`));
  stop();
  expect([answer.status, isTold]).toEqual([401, true]);
});

test("a wrong password is not taken for a stale sign-in", async () => {
  const asked: (string | undefined)[] = [];
  const origin = await serve((request, response) => {
    asked.push(request.url);
    response.statusCode = 401;
    response.end();
  });
  await fetchSignedIn(new Request(`${origin}/api/auth/sign-in`, { method: "POST" }));
  expect(asked).toEqual(["/api/auth/sign-in"]);
});
