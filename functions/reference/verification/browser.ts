import * as z from 'zod';
import { reportOf } from '../../../shared/certificates/report.ts';
import { paperBytesMax, unreadable, verify } from '../../../shared/certificates/verify.ts';
import { jsonOf } from '../../../shared/certificates/verify-entry.ts';
import { readKeys } from '../../../shared/journal/keys.ts';
import { fill, type Language, type Localised } from '../../../shared/kernel/localised.ts';
import { drawReport, element } from './draw.ts';
import { words } from './words.ts';

// The page's policy lets nothing be compiled from text, and the schemas need not even try.
z.config({ jitless: true });

const language: Language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';

function say(text: Localised, params: Readonly<Record<string, string>> = {}): string {
  return fill(text, params)[language];
}

function byId<T extends HTMLElement>(id: string, kind: { new (): T }): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page lacks ${id}`);
  return found;
}

const keysField = byId('keys', HTMLTextAreaElement);
const filesField = byId('files', HTMLInputElement);
const drop = byId('drop', HTMLLabelElement);
const result = byId('result', HTMLDivElement);

/** Checks some files against the keys in the field, and shows the answer in a place of the page while it is asked for. */
async function check(
  files: readonly Uint8Array[],
  shownIn: HTMLElement,
  name: string,
  isAsked = () => true,
): Promise<void> {
  shownIn.replaceChildren(element('p', say(words.checking)));
  const keys = await readKeys(keysField.value);
  const found = keys ? await verify(files, keys) : unreadable('no-keys');
  if (!isAsked()) return;
  shownIn.replaceChildren(drawReport(reportOf(found), language, name));
}

let chosen: readonly File[] = [];
/** Counts the questions: other files, and other keys for the same ones. A large file is answered later than a small one. */
let asked = 0;

async function checkChosen(): Promise<void> {
  const files = chosen;
  asked += 1;
  const mine = asked;
  const isAsked = () => mine === asked;
  if (files.length === 0) return;
  const name = files.map((one) => one.name).join(', ');
  if (files.some(({ size }) => size > paperBytesMax)) {
    result.replaceChildren(drawReport(reportOf(unreadable('too-large')), language, name));
    return;
  }
  const bytes = await Promise.all(files.map(async (one) => new Uint8Array(await one.arrayBuffer())));
  // Somebody who chooses twice shall see the answer to the second choice.
  if (isAsked()) await check(bytes, result, name, isAsked);
}

function choose(files: FileList | undefined | null): void {
  chosen = [...(files ?? [])];
  void checkChosen();
}

/** What the register publishes under an address, as bytes; undefined where it does not answer. */
async function published(path: string): Promise<Uint8Array | undefined> {
  try {
    const answer = await fetch(path, { headers: { accept: '*/*' }, credentials: 'omit', redirect: 'error' });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

async function fetchKeys(): Promise<void> {
  const bytes = await published('/v1/journal/keys');
  const text = bytes && new TextDecoder().decode(bytes);
  const keys = text === undefined ? undefined : await readKeys(text);
  if (!keys || text === undefined || keysField.value !== '') return;
  const listed = z.object({ keys: z.array(z.object({ key: z.string() })) }).safeParse(JSON.parse(text));
  if (listed.success) keysField.value = listed.data.keys.map(({ key }) => key).join('\n');
}

/** The entry in the page's own address, with its proof, as anyone can fetch them. */
async function checkPublished(entry: string): Promise<void> {
  const shownIn = byId('published-result', HTMLDivElement);
  byId('published', HTMLElement).hidden = false;
  byId('entry', HTMLHeadingElement).textContent = say(words.entry, { entry });
  shownIn.replaceChildren(element('p', say(words.checking)));
  const paths = [`/v1/entries/${entry}`, `/v1/entries/${entry}/proof`];
  const [answered, proof] = await Promise.all(paths.map(published));
  if (!answered || !proof) {
    const missing = paths.filter((_, at) => [answered, proof][at] === undefined);
    shownIn.replaceChildren(element('p', say(words.unreachable, { what: missing.join(' ') })));
  } else if (idIn(answered) !== entry) {
    // A genuine proof of another entry would say nothing of the one that was asked about.
    shownIn.replaceChildren(element('p', say(words.otherEntry)));
  } else await check([answered, proof], shownIn, '');
}

function idIn(answered: Uint8Array): string | undefined {
  const read = z.object({ entry: z.object({ id: z.string() }) }).safeParse(jsonOf(answered));
  return read.success ? read.data.entry.id : undefined;
}

filesField.addEventListener('change', () => choose(filesField.files));
keysField.addEventListener('change', () => void checkChosen());
for (const type of ['dragenter', 'dragover'] as const) {
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
for (const type of ['dragleave', 'drop'] as const) {
  drop.addEventListener(type, () => drop.classList.remove('over'));
}
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  choose(event.dataTransfer?.files);
});

await fetchKeys();
const [, entry] = /^\/verify\/(ent_[0-9a-z]{26})$/.exec(location.pathname) ?? [];
if (entry !== undefined) await checkPublished(entry);
