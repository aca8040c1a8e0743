import { HASH_BYTES, type Hash, sameHash } from '../tree.ts';
import { besideMax, type MapProof } from './map-proof.ts';
import { bitOf, empty, type Leaf, mapLeafHash, mapNodeHash } from './node.ts';

/** Where the way to a key ends, in bits from the root, and what stands there: its own leaf, another key's, nothing. */
export type MapEnd = { readonly depth: number; readonly found: Leaf | undefined };

/**
 * Proofs of several keys in one map, with what they have in common written once: an end for each key, and the hashes
 * that cannot be computed from the ends, in the order in which a walk from the root meets them, left before right.
 */
export type MapProofs = { readonly ends: readonly MapEnd[]; readonly hashes: readonly Hash[] };

/** One proof of many. `proofs` are of one map, in the order of `keys`. */
export function joinProofs(keys: readonly Hash[], proofs: readonly MapProof[]): MapProofs {
  const ends = proofs.map(({ found, beside }) => ({ depth: beside.length, found }));
  const ways = keys.flatMap((key, at) => {
    const beside = proofs[at]?.beside;
    return beside ? [{ key, beside }] : [];
  });
  return { ends, hashes: unknownTo(ways, 0) };
}

type Way = { readonly key: Hash; readonly beside: readonly Hash[] };

/** The hashes below a node that none of the ways through it can compute. */
function unknownTo(ways: readonly Way[], depth: number): Hash[] {
  const [first] = ways;
  const beside = first?.beside[depth];
  if (!first || !beside) return [];
  const [left, right] = forked(ways, depth);
  const below = (side: readonly Way[]) => (side.length === 0 ? [beside] : unknownTo(side, depth + 1));
  return [...below(left), ...below(right)];
}

/**
 * What the map of this root has under each of the keys: its value or `absent`, in their order; undefined where the
 * proof does not lead to the root, or has a hash too many. Never throws, whatever it is given.
 */
export function checkMapProofs(
  root: Hash,
  keys: readonly Hash[],
  { ends, hashes }: MapProofs,
): (Hash | 'absent')[] | undefined {
  if (keys.length === 0 || keys.length !== ends.length) return undefined;
  if (![...keys, ...hashes].every((hash) => hash.length === HASH_BYTES)) return undefined;
  const claims: Claim[] = [];
  for (const [at, key] of keys.entries()) {
    const end = ends[at];
    if (!end || !mayEnd(end)) return undefined;
    claims.push({ key, ...end });
  }
  const given = hashes.values();
  const led = leadTo(claims, 0, () => given.next().value);
  if (!led || given.next().done !== true || !sameHash(led, root)) return undefined;
  return claims.map(({ key, found }) => (found && sameHash(found.key, key) ? found.value : 'absent'));
}

type Claim = MapEnd & { readonly key: Hash };

function mayEnd({ depth, found }: MapEnd): boolean {
  if (!Number.isInteger(depth) || depth < 0 || depth > besideMax) return false;
  return !found || (found.key.length === HASH_BYTES && found.value.length === HASH_BYTES);
}

/** The hash of the node at which these claims stand together. */
function leadTo(claims: readonly Claim[], depth: number, next: () => Hash | undefined): Hash | undefined {
  const [first] = claims;
  if (!first) return next();
  if (claims.some((claim) => claim.depth === depth)) return endOf(claims, first);
  if (depth >= besideMax) return undefined;
  const [ofLeft, ofRight] = forked(claims, depth);
  const left = leadTo(ofLeft, depth + 1, next);
  const right = left && leadTo(ofRight, depth + 1, next);
  return left && right && mapNodeHash(left, right);
}

/** Claims that end at one node must say the same of it, and a leaf there must belong below it. */
function endOf(claims: readonly Claim[], { key, depth, found }: Claim): Hash | undefined {
  const agree = claims.every((one) => one.depth === depth && sameLeaf(one.found, found));
  if (!agree || (found && !agreeIn(found.key, key, depth))) return undefined;
  return found ? mapLeafHash(found) : empty;
}

function forked<T extends { readonly key: Hash }>(all: readonly T[], depth: number): [T[], T[]] {
  return [all.filter(({ key }) => bitOf(key, depth) === 0), all.filter(({ key }) => bitOf(key, depth) === 1)];
}

function sameLeaf(one: Leaf | undefined, other: Leaf | undefined): boolean {
  if (!one || !other) return one === other;
  return sameHash(one.key, other.key) && sameHash(one.value, other.value);
}

function agreeIn(one: Hash, other: Hash, bits: number): boolean {
  for (let depth = 0; depth < bits; depth += 1) if (bitOf(one, depth) !== bitOf(other, depth)) return false;
  return true;
}
