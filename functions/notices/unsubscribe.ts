import * as z from 'zod';
import { addressId, partyId } from '../../shared/kernel/id.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { addressOf, stopped, withAddress } from '../../shared/register/notice-preferences.ts';
import { readAll } from '../_platform/dynamodb.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import {
  changePreferences,
  readPreferences,
  type Unsubscribing,
  unsubscribeKey,
} from '../_platform/store/notice-preferences.ts';
import type { Store } from '../_platform/store/store.ts';
import { commit } from '../_platform/transaction.ts';
import type { NoticesDeps } from './deps.ts';
import { words } from './mail/words.ts';

type Notices = Handlers<'notices'>;

const roundsMax = 5;
const unsubscribing = z.strictObject({ party: partyId, account: z.string(), address: addressId });

/** A page that only asks: programs that look at every link of a mail must not end the mails. */
export function unsubscribePage(deps: NoticesDeps): Notices['notices.unsubscribePage'] {
  return async ({ params, language }) => {
    await linked(deps.store, params.token);
    const button = `<form method="post"><button>${words.stop[language]}</button></form>`;
    return { body: pageOf(language, `<p>${words.stopAsk[language]}</p>${button}`) };
  };
}

/** 退订: stops the one address that the mail went to. Doing it again changes nothing. */
export function unsubscribe(deps: NoticesDeps): Notices['notices.unsubscribe'] {
  return async ({ params, language }) => {
    const to = await linked(deps.store, params.token);
    for (let round = 0; round < roundsMax; round += 1) {
      const known = await readPreferences(deps.store, to);
      const address = addressOf(known, to.address);
      // A token of an earlier confirmation speaks for it no more.
      const current = address?.state === 'confirmed' && address.unsubscribeToken === params.token;
      const after = current ? withAddress(known, stopped(address, 'unsubscribed')) : undefined;
      const done =
        !after ||
        (await commit(deps.store.client, deps.ports, [changePreferences(deps.store, known, after)])).kind ===
          'done';
      if (done) return { body: pageOf(language, `<p>${words.stopped[language]}</p>`) };
    }
    throw new Problem('busy');
  };
}

async function linked(store: Store, token: string): Promise<Unsubscribing> {
  const [item] = await readAll(store.client, [{ table: store.tables.filings, key: unsubscribeKey(token) }]);
  if (!item) throw new Problem('not-found');
  return unsubscribing.parse(item['unsubscribing']);
}

/** Nothing of the request stands in it, and nothing of it may be loaded or run. */
function pageOf(language: Language, body: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'";
  const title = words.sender[language];
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">' +
    `<title>${title}</title><style>body{font:1.1rem/1.6 sans-serif;margin:3rem auto;max-width:32rem;padding:0 1rem}` +
    `button{font:inherit;padding:.4rem 1rem}</style></head><body><h1>${title}</h1>${body}</body></html>`
  );
}
