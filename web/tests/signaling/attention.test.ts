import type { types } from "mediasoup-client";
import { expect, it } from "vitest";
import { Attention } from "../../src/signaling/attention";
import type { CallLine } from "../../src/signaling/socket";

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it("asks again for a picture that the server did not bring back", async () => {
  const asked: string[] = [];
  let isRefusing = false;
  const line = {
    isUp: true,
    request: (event: string): Promise<object> => {
      asked.push(event);
      return isRefusing && event === "resume_consumer" ? Promise.reject(new Error("not now")) : Promise.resolve({});
    },
  } as unknown as CallLine;
  const consumer = { id: "c", kind: "video" } as types.Consumer;
  const attention = new Attention(line, () => consumer);
  const looking = { watched: [{ producerId: "p", peerId: "b", source: "camera" as const }], pinnedId: null, speakerId: null };
  attention.look(looking);
  attention.setHeight("p", 0);
  await settled();
  isRefusing = true;
  attention.setHeight("p", 300);
  await settled();
  isRefusing = false;
  attention.look(looking);
  await settled();
  expect(asked).toEqual(["pause_consumer", "set_preferred_layers", "resume_consumer", "set_preferred_layers", "resume_consumer"]);
  attention.look(looking);
  await settled();
  expect(asked).toHaveLength(5);
  attention.close();
});

it("who only listens is sent no picture, not even one that has no place yet", async () => {
  const asked: string[] = [];
  const line = { isUp: true, request: (event: string): Promise<object> => Promise.resolve(void asked.push(event) as unknown as object) } as unknown as CallLine;
  const attention = new Attention(line, (id) => ({ id, kind: "video" }) as types.Consumer);
  attention.listenOnly(true);
  attention.look({ watched: [{ producerId: "new", peerId: "b", source: "camera" }], pinnedId: null, speakerId: null });
  await settled();
  expect(asked).toEqual(["pause_consumer"]);
  attention.close();
});
