import type { Found, MayBegin, Placed, Projection, ProjectionDeps } from './projection.ts';

/** What became of the entries of a page; those that are in neither list were not tried, since the time was over. */
export type Worked = {
  readonly done: ReadonlySet<number>;
  readonly failed: ReadonlyMap<number, string>;
};

type How = { readonly again: boolean };

const attemptsMax = 3;
const pauseMs = 150;

/** Hands a page of entries over together; where that fails, one by one, so that one holds up no other. */
export async function workOff(
  deps: Pick<ProjectionDeps, 'ports'>,
  projection: Projection,
  found: readonly Found[],
  how: How,
  mayBegin: MayBegin,
): Promise<Worked> {
  const readable = found.filter(isReadable);
  const done = new Set<number>();
  const failed = new Map<number, string>();
  for (const { index, entry } of found) if (!entry) failed.set(index, 'UnreadableLeaf');
  if (readable.length === 0) return { done, failed };
  if ((await faultOf(projection, readable, how)) === undefined) {
    return { done: new Set(readable.map(({ index }) => index)), failed };
  }
  for (const one of readable) {
    if (!mayBegin()) break;
    const fault = await persistently(deps, () => faultOf(projection, [one], how));
    if (fault === undefined) done.add(one.index);
    else failed.set(one.index, fault);
  }
  return { done, failed };
}

const isReadable = (one: Found): one is Placed => one.entry !== undefined;

/** The name of what was thrown: texts of errors may quote what they failed on. */
async function faultOf(
  projection: Projection,
  entries: readonly Placed[],
  how: How,
): Promise<string | undefined> {
  try {
    await projection.handle(entries, how);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}

async function persistently(
  { ports }: Pick<ProjectionDeps, 'ports'>,
  attempt: () => Promise<string | undefined>,
): Promise<string | undefined> {
  let fault = await attempt();
  for (let made = 1; fault !== undefined && made < attemptsMax; made += 1) {
    await ports.pause(pauseMs * made);
    fault = await attempt();
  }
  return fault;
}
