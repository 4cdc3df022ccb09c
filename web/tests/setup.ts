/** What a browser has and happy-dom has not. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// What is waited for comes when it comes: a busy machine takes more than the second that is usual.
configure({ asyncUtilTimeout: 20_000 });

class QuietObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

Object.assign(globalThis, { ResizeObserver: globalThis.ResizeObserver ?? QuietObserver });
globalThis.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} }) as unknown as MediaQueryList;

afterEach(() => {
  cleanup();
  // Tests of what runs in a worker run without a page.
  globalThis.localStorage?.clear();
  globalThis.sessionStorage?.clear();
});
