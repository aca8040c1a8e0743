import { generateKeyPairSync, sign } from 'node:crypto';
import type { Met, Place } from '../../shared/audit/place.ts';
import type { Sources } from '../../shared/audit/sources.ts';
import { checkpointText } from '../../shared/journal/checkpoint.ts';
import { ed25519Verifier } from '../../shared/journal/ed25519.ts';
import { edgeTiles, grow } from '../../shared/journal/grow.ts';
import { followMap } from '../../shared/journal/map/map-from-leaves.ts';
import { mapLeafOf } from '../../shared/journal/map/map-leaf.ts';
import { formatNote, keyIdOf, signatureTypes, verifierKey } from '../../shared/journal/note.ts';
import { tilePath } from '../../shared/journal/tile.ts';
import { emptyRoot, type Hash } from '../../shared/journal/tree.ts';
import type { EntryId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { leafOf } from '../../shared/register/leaf.ts';
import type { MadeRegister } from './made-register.ts';

export const origin = 'register.test/log';

/** A key made for one run, and notes signed with it. */
export function signingKey(name = origin) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })).slice(-32);
  const keyId = keyIdOf(name, signatureTypes.ed25519, raw);
  const signed = (text: string) =>
    formatNote({
      text,
      signatures: [{ name, keyId, signature: new Uint8Array(sign(null, Buffer.from(text), privateKey)) }],
    });
  return { name, signed, privateKey, raw, verifierKey: verifierKey(name, signatureTypes.ed25519, raw) };
}

/** A log in memory that grows by batches: its objects by address, and its checkpoint after each. */
export function memoryLog(key: ReturnType<typeof signingKey>, of = origin) {
  const objects = new Map<string, Uint8Array>();
  const log = {
    ...{ objects, size: 0, root: emptyRoot, checkpoint: '' },
    add: (leaves: readonly Uint8Array[]) => {
      const edge = new Map(edgeTiles(log.size).map((tile) => [tilePath(tile), objects.get(tilePath(tile))]));
      const grown = grow(log.size, leaves, (tile) => edge.get(tilePath(tile)) ?? new Uint8Array());
      for (const [path, bytes] of grown.objects) objects.set(path, bytes);
      log.size = grown.size;
      log.root = grown.root as Hash;
      log.checkpoint = key.signed(checkpointText({ origin: of, size: log.size, root: log.root }));
    },
  };
  log.checkpoint = key.signed(checkpointText({ origin: of, size: 0, root: emptyRoot }));
  return log;
}

/** What an audit reads, from a register that was made in memory, and a log of its entries in batches. */
export async function sourcesOf(
  made: MadeRegister,
  batch = 20,
): Promise<
  Sources & { readonly log: ReturnType<typeof memoryLog>; readonly places: ReadonlyMap<EntryId, number> }
> {
  const key = signingKey();
  const verifier = await ed25519Verifier(key.verifierKey);
  if (!verifier) throw new Error('a key of its own is not known to itself');
  const log = memoryLog(key);
  const indices = new Map<EntryId, number>();
  const map = followMap();
  for (let from = 0; from < made.entries.length; from += batch) {
    const entries = made.entries.slice(from, from + batch);
    for (const [at, one] of entries.entries()) indices.set(one.id, log.size + at);
    const leaves = entries.map(leafOf);
    for (const leaf of leaves) map.take(leaf);
    const last = mapLeafOf(map.size(), entries.at(-1)?.instant ?? instantOf(0), map.root());
    map.take(last);
    log.add([...leaves, last]);
  }
  return {
    ...{ log, places: indices },
    objects: async (path) => log.objects.get(path),
    checkpoint: async () => log.checkpoint,
    ...{ origin, verifiers: [verifier] },
    openings: async (ids) => new Map(ids.map((id) => [id, made.openings.get(id) ?? []])),
    body: async (digest) => made.bodies.get(digest),
    read: async (place) => valueAt(made, place),
    async *all() {
      yield* everything(made, indices);
    },
    indices: async (ids) =>
      new Map(ids.flatMap((id) => (indices.has(id) ? [[id, indices.get(id) ?? 0]] : []))),
    async *waiting() {},
    async *given() {},
    now: () => Date.UTC(2026, 6, 1),
  };
}

function valueAt(made: MadeRegister, place: Place): unknown {
  switch (place.kind) {
    case 'title':
      return made.titles.get(place.right)?.find(({ title }) => title.version === place.version);
    case 'record':
      return place.version === 1 && made.records.has(place.number)
        ? { record: made.records.get(place.number) }
        : undefined;
    case 'entry':
      return made.entries.find((one) => one.id === place.id);
    case 'party':
      return made.parties.get(place.id);
    case 'mandate':
      return made.mandates.get(place.id);
  }
}

function* everything(made: MadeRegister, indices: ReadonlyMap<string, number>): Generator<Met> {
  for (const versions of made.titles.values()) {
    for (const value of versions) {
      const { right, version } = value.title;
      yield { place: { kind: 'title', right, version }, value };
    }
  }
  for (const [number, record] of made.records)
    yield { place: { kind: 'record', number, version: 1 }, value: { record } };
  for (const value of made.entries) {
    yield { place: { kind: 'entry', id: value.id }, value };
    const index = indices.get(value.id);
    if (index !== undefined) yield { of: value.id, index };
  }
  for (const id of made.openings.keys()) yield { openings: id };
  for (const [id, value] of made.parties) yield { place: { kind: 'party', id }, value };
  for (const value of made.mandates.values()) {
    const { id, agent, principal } = value;
    yield { place: { kind: 'mandate', id, agent, principal }, value };
  }
}
