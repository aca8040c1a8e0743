// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are those of the code that is broken.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** One deliberate breakage of the commit path: what stands in the code, and what a careless hand makes of it. */
export type Breakage = { readonly file: string; readonly from: string; readonly to: string };

/**
 * Breakages that the runner must find, or it is worth nothing. Each changes the text of one file as it is loaded; a text
 * that is no longer there is told, so that none of them stops breaking anything unnoticed.
 */
export const breakages = {
  /** A title is written whatever version it is at. */
  titleCondition: {
    file: 'functions/_platform/store/titles.ts',
    from: 'itemOf(to, currentSk), atVersion(version)),\n    put(`line ${right}`, table, itemOf(from, lineSk(version)), absent),',
    to: 'itemOf(to, currentSk)),\n    put(`line ${right}`, table, itemOf(from, lineSk(version))),',
  },
  /** A filing is written whatever version it is at. */
  filingCondition: {
    file: 'functions/_platform/store/filings.ts',
    from: 'filingItem(to), atVersion(from.version)),',
    to: 'filingItem(to)),',
  },
  /** Any sequencer moves the head, whoever was quicker. */
  headCondition: {
    file: 'functions/journal/sequencer/swap-head.ts',
    from: 'headItem(next), condition)',
    to: 'headItem(next))',
  },
  /** The log is shown before it is decided. */
  publishBeforeSwap: {
    file: 'functions/journal/sequencer/sequence.ts',
    from: 'const decided = await swapHead(deps, head, { published: head.published, staged });',
    to: 'await publish(deps, { ...head, staged }, staged, packed);\n    const decided = await swapHead(deps, head, { published: head.published, staged });',
  },
  /** What was done is done again for whoever asks again. */
  forgottenReply: {
    file: 'functions/_platform/reply.ts',
    from: 'const all = [...actions, putReply(store, ports, slot, reply)];',
    to: 'const all = [...actions];',
  },
  /** A pledge does not keep another one away. */
  skippedGuard: {
    file: 'shared/procedures/pledge/registration/grounds/conflicts.ts',
    from: "find((held) => held.kind === 'pledge')",
    to: 'find(() => false)',
  },
  /** What nobody heard of counts as done. */
  swallowedTimeout: {
    file: 'functions/_platform/transaction.ts',
    from: 'if (!isPassing(error)) throw error;',
    to: "if (!isPassing(error)) return { kind: 'done' };",
  },
  /** The consents of two parties are written over each other. */
  consentCondition: {
    file: 'functions/filings/consent.ts',
    from: '...changeFiling(deps.store, filing, changed),',
    to: '...changeFiling(deps.store, filing, changed).map(({ name, item: { Put } }) => ({ name, item: { Put: { TableName: Put.TableName, Item: Put.Item } } })),',
  },
  /** The clock ends a filing that somebody acted upon meanwhile. */
  lapseCondition: {
    file: 'functions/registrar/lapse.ts',
    from: '...changeFiling(deps.store, filing, over),',
    to: '...changeFiling(deps.store, filing, over).map(({ name, item: { Put } }) => ({ name, item: { Put: { TableName: Put.TableName, Item: Put.Item } } })),',
  },
  /** What a batch read did not get counts as not there. */
  forgottenKeys: {
    file: 'functions/_platform/dynamodb.ts',
    from: 'open = unprocessed(answer.UnprocessedKeys);',
    to: 'open = unprocessed({});',
  },
} as const satisfies Readonly<Record<string, Breakage>>;

export type BreakageName = keyof typeof breakages;
export const breakageNames = Object.keys(breakages) as BreakageName[];
export const isBreakage = (name: string): name is BreakageName => name in breakages;

const root = new URL('../../', import.meta.url);

/** Breaks the code that this process is about to load. */
export function breakOnLoad({ file, from, to }: Breakage): void {
  const broken = new URL(file, root).href;
  if (!readFileSync(fileURLToPath(broken), 'utf8').includes(from)) {
    throw new Error(`${file} no longer says: ${from}`);
  }
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (url !== broken || loaded.source === undefined || loaded.source === null) return loaded;
      const text = Buffer.from(loaded.source as Uint8Array).toString('utf8');
      return { ...loaded, source: text.replace(from, to) };
    },
  });
}
