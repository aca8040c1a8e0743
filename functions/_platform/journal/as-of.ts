import type { AskedAsOf, AsOfView } from '../../../shared/contracts/views/as-of-view.ts';
import { digestOf } from '../../../shared/kernel/digest.ts';
import { fill, type Localised } from '../../../shared/kernel/localised.ts';
import { Problem } from '../problem.ts';
import { type Checkpointed, readCheckpointAt, readCheckpointOf, readPublished } from '../store/journal.ts';
import type { Store } from '../store/store.ts';

/**
 * 截至: the size of the journal that a question is about, for ever the same one. An instant leads to the newest
 * checkpoint that had been published by then; what was committed by then and published later is not part of it.
 *
 * The newest published one is read first: whatever it reaches is settled, and what is read afterwards about that
 * can no longer change.
 *
 * @throws Problem `as-of-not-reached` where the journal is not published that far, naming how far it is.
 */
export async function resolveAsOf(store: Store, asked: AskedAsOf): Promise<AsOfView> {
  const published = await readPublished(store);
  if (!isReached(asked, published)) throw notReached(published);
  if ('instant' in asked) {
    const found = await readCheckpointAt(store, asked.instant);
    return found && found.size > 0 ? { size: found.size, instant: found.instant } : { size: 0 };
  }
  const { size } = asked;
  const own = size > 0 ? await readCheckpointOf(store, size) : undefined;
  // Below the newest no further size will be published, so one without a checkpoint stays without.
  return { size, ...(own?.size === size && { instant: own.instant }) };
}

function isReached(asked: AskedAsOf, published: Checkpointed | undefined): boolean {
  if ('size' in asked) return asked.size <= (published?.size ?? 0);
  return published !== undefined && asked.instant <= published.instant;
}

const furthest: Localised = {
  zh: '日志最新公布至第{size}条（{instant}）；请以此为准再查，或稍后重试',
  en: 'The journal is published up to size {size} ({instant}): ask as of that, or again later.',
};
const nothingYet: Localised = {
  zh: '日志尚未公布任何条目',
  en: 'Nothing of the journal is published yet.',
};

function notReached(published: Checkpointed | undefined): Problem {
  const newest = published && { size: published.size, instant: published.instant };
  const detail = newest ? fill(furthest, newest) : nothingYet;
  return new Problem('as-of-not-reached', {
    errors: [{ in: 'query', pointer: '/asOf', code: 'as-of-not-reached', detail }],
    newest: newest ?? { size: 0 },
  });
}

/** An answer that the same question will always get, under a tag of its own bytes. */
export function lasting<Body extends { readonly asOf?: AsOfView | undefined }>(body: Body) {
  return { body, etag: `"${digestOf(body)}"`, lasting: true as const };
}
