import * as z from 'zod';
import { filingId, partyId } from '../../kernel/id.ts';
import { line } from '../../kernel/plain-text.ts';
import { mandate, party, partyAccount } from '../../register/party.ts';
import { rows } from '../operation.ts';
import { ownPartyView } from '../views/party-view.ts';

const ownParty = z.strictObject({
  party: ownPartyView,
  signer: z.boolean(),
  administrator: z.boolean(),
  /** Who acts for the party: shown to its administrators. */
  accounts: z.array(partyAccount).optional(),
  /** Mandates under which this party acts for others, and those it gave to others. */
  mandates: z.array(mandate),
  given: z.array(mandate),
});

/** What another applicant may learn of a party, to name it in a form. */
const foundParty = party.pick({ id: true, name: true, identifier: true, institution: true, residence: true });

/** For whom an account acts, or asks to act. */
const binding = z.strictObject({
  party: partyId,
  signer: z.boolean(),
  administrator: z.boolean(),
  /** Not enrolled yet: the account may only act in the filing that asks for that. */
  candidate: z.literal(true).optional(),
  filing: filingId.optional(),
});

export const partyOperations = rows([
  {
    id: 'account.get',
    audience: 'own',
    relation: 'anyone',
    method: 'GET',
    path: '/v1/my/account',
    function: 'parties',
    summary: { zh: '本账户的标识与所代表的主体', en: 'The id of this account, and for whom it acts' },
    success: {
      status: 200,
      schema: z.strictObject({
        subject: z.string().describe('The account’s own id, which an administrator needs to appoint it'),
        parties: z.array(binding),
      }),
    },
    problems: [],
  },
  {
    id: 'parties.mine',
    audience: 'own',
    relation: 'account',
    method: 'GET',
    path: '/v1/my/parties',
    function: 'parties',
    summary: { zh: '本账户代表的主体与委托', en: 'The parties and mandates of this account' },
    success: { status: 200, schema: z.strictObject({ parties: z.array(ownParty) }) },
    problems: [],
  },
  {
    id: 'parties.find',
    audience: 'own',
    relation: 'party',
    method: 'GET',
    path: '/v1/my/party-directory',
    function: 'parties',
    summary: { zh: '按名称查找机构', en: 'Find an organisation by its exact name' },
    query: z.strictObject({ name: line(300) }),
    success: { status: 200, schema: z.strictObject({ items: z.array(foundParty) }) },
    problems: [],
  },
]);
