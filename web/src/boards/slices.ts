/**
 * A large change as several the server takes, each of which builds only on what came before it. The server bounds a change in
 * bytes and in shared types; what was drawn or written offline may be beyond both, and none of it may be lost.
 */
import * as encoding from "lib0/encoding";
import * as Y from "yjs";

const MOST_BYTES = 120_000;
const MOST_TYPES = 120;

type Struct = Y.Item | Y.GC;
interface Run {
  structs: Struct[];
  bytes: number;
  types: number;
}

/** The same in order: applied one after the other they bring what `update` brings. One alone is `update` itself. */
export function sliced(update: Uint8Array, mostBytes = MOST_BYTES, mostTypes = MOST_TYPES): Uint8Array[] {
  const { structs } = Y.decodeUpdate(update);
  const held = structs.filter((one): one is Struct => !(one instanceof Y.Skip));
  const isSmall = update.length <= mostBytes && held.filter(isType).length <= mostTypes;
  // A gap is for the server to refuse: what is missing is not ours to make up.
  if (isSmall || held.length < structs.length) return [update];
  const runs = cut(inOrder(held), mostBytes, mostTypes).map((run) => written(run.structs));
  // What was deleted comes last, when all of it is there.
  const ends = new Map(held.map((one) => [one.id.client, one.id.clock + one.length]));
  const deletions = Y.diffUpdate(update, Y.encodeStateVector(ends));
  return Y.decodeUpdate(deletions).ds.clients.size > 0 ? [...runs, deletions] : runs;
}

function cut(structs: readonly Struct[], mostBytes: number, mostTypes: number): Run[] {
  const runs: Run[] = [];
  for (const struct of structs) {
    const [bytes, types] = [written([struct]).length, isType(struct) ? 1 : 0];
    const last = runs.at(-1);
    if (last && last.bytes + bytes <= mostBytes && last.types + types <= mostTypes) {
      last.structs.push(struct);
      last.bytes += bytes;
      last.types += types;
    } else runs.push({ structs: [struct], bytes, types });
  }
  return runs;
}

const isType = (struct: Struct): boolean => struct instanceof Y.Item && struct.content instanceof Y.ContentType;

function byClient(structs: readonly Struct[]): Map<number, Struct[]> {
  const found = new Map<number, Struct[]>();
  for (const one of structs) {
    const own = found.get(one.id.client);
    if (own) own.push(one);
    else found.set(one.id.client, [one]);
  }
  return found;
}

/** Each one behind all that it stands beside or in, of whomever. */
function inOrder(structs: readonly Struct[]): Struct[] {
  const waiting = byClient(structs);
  const done: Struct[] = [];
  const isThere = (id: Y.ID | null): boolean => {
    const first = id && waiting.get(id.client)?.[0];
    return !first || id.clock < first.id.clock;
  };
  const canCome = (one: Struct): boolean => !(one instanceof Y.Item) || (isThere(one.origin) && isThere(one.rightOrigin) && isThere(one.parent instanceof Y.ID ? one.parent : null));
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const queue of waiting.values()) {
      for (let next = queue[0]; next && canCome(next); next = queue[0]) {
        done.push(next);
        queue.shift();
        isMoving = true;
      }
    }
  }
  return done;
}

/** An update of these alone, without deletions (the format's first version). */
function written(structs: readonly Struct[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const of = byClient(structs);
  encoding.writeVarUint(encoder.restEncoder, of.size);
  for (const [client, own] of of) {
    encoding.writeVarUint(encoder.restEncoder, own.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, own[0]?.id.clock ?? 0);
    for (const one of own) one.write(encoder, 0);
  }
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
}
