import { describe, expect, it } from 'vitest';
import { neutralForm, residenceOf } from '../../../../../shared/procedures/party/enrolment/form.ts';
import { announcement461 } from '../../../../../shared/procedures/source.ts';
import { partyNo } from '../../../register/sample.ts';
import { account, byCandidate, desk, entry, instant, mapOf, merged, other, self, today } from '../sample.ts';

const code = '91110108551385082Q';
const organisation = {
  ...{
    kind: 'organisation',
    name: '演示新设有限公司',
    formerNames: ['演示曾用有限公司', '演示早年有限公司'],
  },
  ...{ identifier: code, address: '演示市新设路1号', institution: 'bank' },
};
const abroad = {
  ...{ kind: 'foreignOrganisation', name: 'Demonstration Lender Ltd', formerNames: [] },
  ...{ identifier: ' de-HRB 123 ', residence: 'DE', address: 'Demonstration Street 1' },
};
const natural = { kind: 'person', name: '李四', residence: 'CN', address: '演示市人民路9号' };
const accounts = [account('new-1'), account('new-2', { administrator: false })];
const raw = { subject: organisation, accounts, signing: { signatures: 2 } };
const enrolling = desk('party.enrolment', raw, byCandidate);
const candidate = byCandidate.applicant;
const viaAgency = { subject: abroad, agency: other.id };

describe('the form of an enrolment', () => {
  it('takes an organisation, one from abroad, and a natural person', () => {
    expect(enrolling.complaints()).toStrictEqual([]);
    expect(enrolling.complaints(viaAgency)).toStrictEqual([]);
    expect(enrolling.complaints({ subject: natural })).toStrictEqual([]);
    expect(enrolling.open().form).toStrictEqual(raw);
    expect(enrolling.open(viaAgency).form).toStrictEqual({
      ...raw,
      ...viaAgency,
      subject: { ...abroad, identifier: 'de-HRB 123' },
    });
  });

  it.each([organisation, abroad, natural])(
    'of a subject such as %j asks for every field of it, and no other',
    (subject) => {
      const more = { agency: other.id };
      for (const name of Object.keys(subject)) {
        const { [name]: _left, ...rest } = subject as Record<string, unknown>;
        const told = enrolling.complaints({ ...more, subject: rest });
        expect(told, name).toHaveLength(name === 'institution' ? 0 : 1);
        for (const one of told) expect(one).toContain(`/subject/${name} `);
      }
      expect(enrolling.complaints({ ...more, subject: { ...subject, idNumber: '1' } })).toStrictEqual([
        '/subject unrecognized_keys',
      ]);
    },
  );

  it('asks a natural person for no identifier, and an organisation of the mainland for no residence', () => {
    expect(enrolling.complaints({ subject: { ...natural, identifier: 'P1' } })).toStrictEqual([
      '/subject unrecognized_keys',
    ]);
    expect(enrolling.complaints({ subject: { ...organisation, residence: 'CN' } })).toStrictEqual([
      '/subject unrecognized_keys',
    ]);
  });

  it('J2: checks the unified social credit code of an organisation of the mainland alone', () => {
    const wrong = '91110108551385082P';
    expect(enrolling.complaints({ subject: { ...organisation, identifier: wrong } })).toStrictEqual([
      '/subject/identifier uscc.invalid',
    ]);
    expect(enrolling.complaints({ ...viaAgency, subject: { ...abroad, identifier: wrong } })).toStrictEqual(
      [],
    );
  });

  it('names a country or region by two capital letters', () => {
    for (const residence of ['D', 'DEU', 'de', 'xDE', 'DEx', 'D1', '']) {
      const told = enrolling.complaints({ ...viaAgency, subject: { ...abroad, residence } });
      expect(told, residence).toStrictEqual(['/subject/residence invalid_format']);
    }
  });

  it('A1.3: whoever is not resident in mainland China comes through an agency', () => {
    expect(enrolling.complaints({ subject: abroad })).toStrictEqual(['/agency form.agencyNeeded']);
    expect(enrolling.complaints({ subject: { ...natural, residence: 'HK' } })).toStrictEqual([
      '/agency form.agencyNeeded',
    ]);
    expect(
      enrolling.complaints({ subject: { ...natural, residence: 'HK' }, agency: other.id }),
    ).toStrictEqual([]);
    expect(enrolling.complaints({ agency: other.id })).toStrictEqual([]);
  });

  it('an organisation from abroad is not from the mainland, which has codes of its own', () => {
    expect(enrolling.complaints({ ...viaAgency, subject: { ...abroad, residence: 'CN' } })).toStrictEqual([
      '/subject/residence form.notAbroad',
    ]);
    expect(enrolling.complaints({ subject: { ...abroad, residence: 'CN' } })).toStrictEqual([
      '/subject/residence form.notAbroad',
    ]);
  });

  it('keeps twenty former names at most, and twenty accounts, none twice', () => {
    const names = (count: number) => ({
      subject: { ...organisation, formerNames: Array.from({ length: count }, (_, at) => `演示${at}`) },
    });
    expect(enrolling.complaints(names(20))).toStrictEqual([]);
    expect(enrolling.complaints(names(21))).toStrictEqual(['/subject/formerNames too_big']);
    const many = (count: number) => Array.from({ length: count }, (_, at) => account(`new-${at}`));
    expect(enrolling.complaints({ accounts: many(20) })).toStrictEqual([]);
    expect(enrolling.complaints({ accounts: many(21) })).toStrictEqual(['/accounts too_big']);
    const twice = [account('a'), account('b'), account('a')];
    expect(enrolling.complaints({ accounts: twice })).toStrictEqual([
      '/accounts/2/subject form.repeatedAccount',
    ]);
    expect(enrolling.opened({ accounts: twice }).faults).toMatchObject([{ pointer: '/accounts/2/subject' }]);
  });

  it('names somebody who administers, and as many signers as must sign', () => {
    expect(enrolling.complaints({ accounts: [account('a'), account('b')] })).toStrictEqual([]);
    const nobody = [account('a', { administrator: false }), account('b', { administrator: false })];
    expect(enrolling.complaints({ accounts: nobody })).toStrictEqual(['/accounts form.noAdministrator']);
    expect(enrolling.complaints({ accounts: [account('a'), account('b', { signer: false })] })).toStrictEqual(
      ['/accounts form.tooFewSigners'],
    );
  });

  it.each(['subject', 'accounts', 'signing'])('is incomplete without %s', (name) => {
    expect(enrolling.without(name)).toStrictEqual([expect.stringMatching(`^/${name}(/kind)? invalid_`)]);
  });
});

describe('an enrolment is asked for', () => {
  it('by a candidate, who consents alone, or with the agency that it comes through', () => {
    expect(enrolling.open().consenting).toStrictEqual([candidate]);
    expect(enrolling.open(viaAgency).consenting).toStrictEqual([candidate, other.id]);
    expect(enrolling.open().rights).toStrictEqual([]);
    expect(enrolling.open().told).toStrictEqual([]);
  });

  it('with an extract of the registry, or a person’s identity paper, and the agency’s power (461 art. 7)', () => {
    const source = announcement461(7);
    const facts = { represented: [], parties: mapOf() };
    const power = { kind: 'powerOfAttorney', source };
    expect(enrolling.open().documents(facts)).toStrictEqual([{ kind: 'registryExtract', source }]);
    expect(enrolling.open(viaAgency).documents(facts)).toStrictEqual([
      { kind: 'registryExtract', source },
      power,
    ]);
    expect(enrolling.open({ subject: natural }).documents(facts)).toStrictEqual([
      { kind: 'identity', source },
    ]);
  });

  it('concerns its identifier, its names of now and before, and every account', () => {
    expect(enrolling.open().concerned).toStrictEqual({
      identifiers: [`uscc#${code}`],
      names: ['演示新设有限公司', '演示曾用有限公司', '演示早年有限公司'],
      accounts: ['new-1', 'new-1', 'new-2'],
    });
    expect(enrolling.open(viaAgency).concerned).toMatchObject({ identifiers: ['foreign#DE#DE-HRB123'] });
    expect(enrolling.open({ subject: natural }).concerned).toMatchObject({ identifiers: [], names: [] });
  });
});

describe('the grounds against an enrolment', () => {
  it('are these, and a person always judges the proof (P1)', () => {
    const ids = enrolling.procedure.grounds.map(({ id }) => id);
    expect(ids).toStrictEqual(['A1.1', 'P2', 'P3', 'P4', 'P7', 'P6', 'P1']);
    expect(enrolling.verdicts()).toStrictEqual(['P1 examiner']);
    expect(enrolling.verdicts(viaAgency)).toStrictEqual(['P1 examiner']);
  });

  it('A1.1: the agency is enrolled, and not merged into another', () => {
    const stands = (parties: ReturnType<typeof mapOf>) => enrolling.verdicts(viaAgency, { parties });
    expect(stands(mapOf(self))).toStrictEqual(['A1.1 deficiency /agency', 'P1 examiner']);
    expect(stands(mapOf(self, merged(other)))).toStrictEqual(['A1.1 deficiency /agency', 'P1 examiner']);
  });

  it('find nothing more against an empty draft, which names nobody', () => {
    const { subject, accounts: none } = neutralForm;
    expect([subject.name, subject.address, none]).toStrictEqual(['', '', []]);
    // Not known to be from abroad, nor to come through an agency.
    expect(residenceOf(subject)).toBe('CN');
    expect(enrolling.draft()).toStrictEqual(['P1 examiner']);
    expect(enrolling.opened()).toMatchObject({ consenting: [candidate], rights: [], faults: [] });
    expect(enrolling.opened().concerned).toStrictEqual({ identifiers: [], names: [], accounts: ['new-1'] });
    expect(enrolling.opened().issues.map(({ pointer }) => pointer)).toStrictEqual([
      ...['/subject', '/accounts', '/signing'],
    ]);
  });
});

describe('the effect of an enrolment', () => {
  const common = {
    ...{ id: candidate, version: 1, instant, entry, status: 'enrolled', enrolledAt: instant },
    ...{ accounts, signing: { signatures: 2 } },
  };
  const ended = { kind: 'candidateEnded', account: 'new-1', candidate };
  const closedAccounts = { value: { accounts, signing: { signatures: 2 } }, public: false };

  it('enrols the organisation, ends the stand-in, and tells name and code in public', () => {
    expect(enrolling.effect()).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [
        ended,
        {
          kind: 'enrolled',
          party: {
            ...common,
            ...{ kind: 'organisation', name: organisation.name, formerNames: organisation.formerNames },
            ...{ identifier: { scheme: 'uscc', value: code }, residence: 'CN' },
            ...{ institution: 'bank', address: organisation.address },
          },
        },
      ],
      gazette: {
        party: { kind: 'organisation', party: candidate, name: organisation.name, identifier: code },
        residence: 'CN',
      },
      sealed: { details: { value: organisation, public: false }, accounts: closedAccounts },
    });
    const { institution: _left, ...plain } = organisation;
    const [, enrolled] = enrolling.effect({ subject: plain }).parties ?? [];
    expect(enrolled).toHaveProperty('party');
    expect(enrolled).not.toHaveProperty('party.institution');
  });

  it('A1.3: of one from abroad gives its agency a mandate for all acts, and hides the number', () => {
    const given = {
      ...{ id: `mdt_${entry.slice(4, -1)}0`, principal: candidate, agent: other.id },
      ...{ acts: ['file', 'consent'], from: today, entry },
    };
    const subject = { ...abroad, identifier: 'de-HRB 123' };
    expect(enrolling.effect(viaAgency)).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [
        ended,
        {
          kind: 'enrolled',
          party: {
            ...common,
            ...{ kind: 'organisation', name: abroad.name, formerNames: [], residence: 'DE' },
            ...{ identifier: { scheme: 'foreign', value: 'de-HRB 123' }, address: abroad.address },
          },
        },
        { kind: 'mandateGiven', mandate: given },
      ],
      gazette: {
        party: { kind: 'organisation', party: candidate, name: abroad.name },
        residence: 'DE',
        agency: {
          ...{ kind: 'organisation', party: other.id, name: other.name },
          identifier: other.identifier?.value,
        },
      },
      sealed: {
        details: { value: subject, public: false },
        accounts: closedAccounts,
        mandate: { value: given, public: false },
      },
    });
    expect(() => enrolling.effect(viaAgency, { parties: mapOf(self) })).toThrow(`no party ${other.id}`);
  });

  it('of a natural person tells in public nothing but a name that can be forgotten', () => {
    expect(enrolling.effect({ subject: natural })).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [
        ended,
        {
          kind: 'enrolled',
          party: {
            ...common,
            ...{ kind: 'person', name: '李四', formerNames: [] },
            ...{ residence: 'CN', address: natural.address },
          },
        },
      ],
      gazette: { party: { kind: 'person', party: candidate, commitment: 'party' } },
      sealed: {
        party: { value: { name: '李四' }, public: true },
        details: { value: natural, public: false },
        accounts: closedAccounts,
      },
    });
  });

  it('makes the party that was asked for, whoever filed it', () => {
    const asker = { applicant: partyNo(12), filedBy: { account: 'new-9', party: partyNo(12) } };
    expect(enrolling.effect({}, { asker }).parties).toMatchObject([
      { account: 'new-9', candidate: partyNo(12) },
      { party: { id: partyNo(12) } },
    ]);
  });
});
