import type { PartyId } from '../../../shared/kernel/id.ts';
import { pledgeForm } from '../../functions/world.ts';
import type { Answer } from '../history.ts';
import { type Paper, paperOf, upload } from './papers.ts';
import { bodyOf, type Manner, type Person } from './person.ts';

/** A draft whose papers are in. */
export type Draft = {
  readonly id: string;
  readonly form: Record<string, unknown>;
  readonly papers: readonly Paper[];
};

/** Opens a draft of a pledge and hands its paper in; undefined where that was not found in order. */
export async function draftPledge(
  owner: Person,
  owners: PartyId,
  bank: PartyId,
  patents: readonly string[],
  text: string,
): Promise<Draft | undefined> {
  const form = pledgeForm([owners], [bank], patents);
  const papers = [paperOf('pledgeContract', text)];
  const documents = papers.map(({ listed }) => listed);
  const body = { procedure: 'pledge.registration', form, documents };
  const opened = await owner.act('filings.open', { body });
  if (opened.status !== 201) throw new Error(`no draft: ${opened.text}`);
  const id = String(bodyOf(opened)['id']);
  for (const paper of papers) if (!(await upload(owner, id, paper))) return undefined;
  return { id, form, papers };
}

/** Reads the filing and agrees to what it says now. */
export async function agree(
  person: Person,
  filing: string,
  manner: Manner = 'once',
  party?: string,
): Promise<Answer> {
  const headers = party ? { 'acting-party': party } : {};
  const params = { filingId: filing };
  const seen = await person.look('filings.get', { params, headers });
  const body = { digest: bodyOf(seen)['digest'], ...(party && { party }) };
  return person.act('filings.consent', { params, body, headers }, manner);
}

export function submit(
  person: Person,
  filing: string,
  manner: Manner = 'once',
  party?: string,
): Promise<Answer> {
  const headers = party ? { 'acting-party': party } : {};
  return person.act('filings.submit', { params: { filingId: filing }, body: {}, headers }, manner);
}
