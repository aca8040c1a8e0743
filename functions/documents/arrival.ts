import type { DocumentReason, DocumentState } from '../../shared/register/document.ts';
import { arrived, checked } from '../../shared/register/document-life.ts';
import { log } from '../_platform/logger.ts';
import { forgetDocument, readDocument } from '../_platform/store/documents.ts';
import { filingKey } from '../_platform/store/filings.ts';
import { atVersion, check, commit } from '../_platform/transaction.ts';
import type { DocumentsDeps } from './deps.ts';
import { inspect } from './inspection/inspect.ts';
import { type Named, objectKeyOf } from './object-key.ts';
import { advance, isListed } from './state.ts';

/**
 * 文件到达: looks at what lies in the bucket, whoever said so and however often. Bytes that no filing asks for any
 * more are removed; bytes that are asked for are checked, and then wait for the scan.
 */
export async function takeIn(deps: DocumentsDeps, named: Named): Promise<void> {
  const key = objectKeyOf(named.filing, named);
  const found = await deps.vault.look(key);
  if (!found) return;
  const kept = await readDocument(deps.store, named.filing, named);
  if (!kept.state) return deps.vault.remove(key, found.object).then(() => noteRemoved(named));
  if (!isListed(kept.filing, named)) return void (await removeUnlisted(deps, named));
  const { state } = await advance(deps, named, (one, at) => arrived(one, found.object, at));
  // Whoever came second finds it further on; whoever takes up a check that broke off begins it again.
  if (state?.status !== 'checking') return;
  const fault = await faultOf(deps, key, state);
  await advance(deps, named, (one, at) => checked(one, fault, at));
}

/** What is wrong with the bytes. Their size is asked first, so that no more than was declared is ever read. */
async function faultOf(
  deps: DocumentsDeps,
  key: string,
  state: DocumentState,
): Promise<DocumentReason | undefined> {
  const found = await deps.vault.look(key);
  if (found?.size !== state.bytes) return 'otherSize';
  const read = await deps.vault.read(key);
  return read ? inspect(read.bytes, state) : 'otherSize';
}

/**
 * Removes a document that its filing does not list: first its state, on condition that the filing is still the one
 * that was read, then the bytes. A party that lists it again meanwhile begins anew. Tells whether it was removed.
 */
export async function removeUnlisted(deps: DocumentsDeps, named: Named): Promise<boolean> {
  const { state, filing } = await readDocument(deps.store, named.filing, named);
  if (!state || isListed(filing, named)) return false;
  const key = objectKeyOf(named.filing, named);
  const found = await deps.vault.look(key);
  const actions = [
    forgetDocument(deps.store, state),
    ...(filing
      ? [check('filing', deps.store.tables.filings, filingKey(filing.id), atVersion(filing.version))]
      : []),
  ];
  const committed = await commit(deps.store.client, deps.ports, actions);
  if (committed.kind !== 'done') return false;
  // This version and no later one: the same document may be on its way once more.
  if (found) await deps.vault.remove(key, found.object);
  noteRemoved(named);
  return true;
}

function noteRemoved({ filing }: Named): void {
  log.info('DOCUMENT_REMOVED', { filing });
}
