import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../../../shared/kernel/plain-date.ts';
import { procedures } from '../../../../../shared/procedures/index.ts';
import { holdKinds } from '../../../../../shared/register/hold.ts';
import { toPointer } from '../../../../../shared/register/open-form.ts';
import { nothingKnown } from '../../../../../shared/register/procedure.ts';
import { bases, publicView, type Title } from '../../../../../shared/register/title.ts';
import { holdOf, organisation, patentNo, titleOf } from '../../../register/sample.ts';
import {
  bank,
  filedOf,
  fullForm,
  number,
  owner,
  partiesOf,
  type RawForm,
  rawForm,
  titlesOf,
  today,
} from './sample.ts';

const found = procedures.get('pledge.registration');
if (!found) throw new Error('the register has no pledge procedure');
const asker = filedOf();
/** The procedure as the pledgor asks for it. */
const procedure = {
  open: (raw: unknown) => found.open(raw, asker),
  openDraft: (raw: Record<string, unknown>) => found.openDraft(raw, asker),
};

type Step = string | number;
type Path = readonly Step[];
type Branch = Record<Step, unknown>;

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null;
}

/** Every place of a tree, the root left out. */
function places(value: unknown, path: Path = []): Path[] {
  if (!isBranch(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return [here, ...places(value[key], here)];
  });
}

function at(tree: unknown, path: Path): unknown {
  return path.reduce((value, step) => (isBranch(value) ? value[step] : undefined), tree);
}

/** Takes the place out: a member of a list leaves no gap. */
function without(tree: RawForm, path: Path): void {
  const parent = at(tree, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined || !isBranch(parent)) return;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}

function put(tree: RawForm, path: Path, value: unknown): void {
  const parent = at(tree, path.slice(0, -1));
  const last = path.at(-1);
  // Defined, not assigned: a `__proto__` key must become a member as it does in parsed JSON.
  if (last !== undefined && isBranch(parent)) {
    Object.defineProperty(parent, last, { value, enumerable: true, writable: true, configurable: true });
  }
}

/** The fullest form with one to eight subtrees taken out. */
const halfFilled: fc.Arbitrary<RawForm> = fc.array(fc.nat(), { minLength: 1, maxLength: 8 }).map((picks) => {
  const tree = structuredClone(fullForm());
  for (const pick of picks) {
    const all = places(tree);
    const path = all[pick % Math.max(1, all.length)];
    if (path) without(tree, path);
  }
  return tree;
});

const facts = {
  titles: titlesOf(titleOf(number)),
  parties: partiesOf(owner, bank),
  declared: [],
  represented: [],
  filed: asker,
  known: nothingKnown,
  today,
};

describe('a half-filled draft', () => {
  it('empty: lacks every required field, is no fault, and nothing stands against it yet', () => {
    const draft = procedure.openDraft({});
    expect(draft.issues.map(({ pointer }) => pointer)).toEqual([
      '/pledgors',
      '/pledgees',
      '/rights',
      '/mainContract',
      '/pledgeContract',
      '/claim',
      '/scope',
      '/contractItems',
      '/coOwnersAgreedOtherwise',
      '/commitment',
    ]);
    expect(draft.faults).toEqual([]);
    expect(draft.rights).toEqual([]);
    expect(draft.consenting).toEqual([]);
    expect(draft.examine(facts)).toEqual([]);
  });

  it('empty: secures nothing, asks for the contract alone, and relies on no commitment or co-owners’ paper', () => {
    const draft = procedure.openDraft({});
    expect(draft.amount).toEqual({ amount: '0.00', currency: 'CNY' });
    const asked = draft.documents({ represented: [], parties: partiesOf() });
    expect(asked.map(({ kind }) => kind)).toEqual(['pledgeContract']);
    // What is not said yet is not held against anybody: neither a commitment (A9.1) nor an agreement (A4.g8).
    const barred = { ...owner, commitmentBarredUntil: addDays(today, 1) };
    const coOwned = titleOf(number, { owners: [{ name: owner.name }, { name: '共有人有限公司' }] });
    const { pledgors, rights } = rawForm();
    const found = procedure.openDraft({ pledgors, rights });
    const parties = partiesOf(barred, bank);
    expect(
      found
        .examine({ ...facts, parties, titles: titlesOf(coOwned) })
        .map((one) => `${one.ground} ${one.severity}`),
    ).toEqual(['A4.g8 refusal']);
  });

  it('tells of a patent or a party written twice, whatever else is missing', () => {
    const draft = procedure.openDraft({
      rights: [number, `ZL${number}`],
      pledgees: [
        { party: bank.id, address: 'a' },
        { party: bank.id, address: 'b' },
      ],
    });
    expect(draft.faults.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
      '/pledgees/1/party form.repeatedParty',
      '/rights/1 form.repeatedRight',
    ]);
  });

  it('complete: has no issue, and is examined exactly as the filing will be', () => {
    const outlived = { titles: titlesOf(titleOf(number, { filingDate: '2008-01-01' })) };
    const opened = procedure.open(fullForm());
    if (!opened.ok) throw new Error('the full form is complete');
    const draft = procedure.openDraft(fullForm());
    expect(draft.issues).toEqual([]);
    expect(draft.rights).toEqual(opened.form.rights);
    expect(draft.consenting).toEqual([owner.id, bank.id]);
    expect(draft.examine({ ...facts, ...outlived })).toEqual(opened.form.examine({ ...facts, ...outlived }));
    expect(draft.examine({ ...facts, ...outlived }).map(({ ground }) => ground)).toEqual(['A4.g6']);
  });

  it('with any subtrees taken out: never a fault; an issue exactly when a required one is gone', () => {
    fc.assert(
      fc.property(halfFilled, (tree) => {
        const draft = procedure.openDraft(tree);
        const opened = procedure.open(tree);
        expect(draft.faults).toEqual([]);
        expect(draft.issues).toEqual(opened.ok ? [] : opened.issues);
        expect(draft.issues.length > 0).toBe(!opened.ok);
        expect(() => draft.examine(facts)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('each required place taken out alone is an issue at that place, or at the list it leaves empty', () => {
    const optional =
      /^\/(debtor|valuation|pledgeAmount|clauses)|\/(number|telephone|contact|identifier|determinationUntil)$/;
    for (const path of places(fullForm())) {
      const tree = structuredClone(fullForm());
      without(tree, path);
      const pointer = toPointer(path);
      const { issues } = procedure.openDraft(tree);
      if (optional.test(pointer)) {
        // An optional group that is begun must be finished: a valuation without its value is an issue.
        expect(issues.every((one) => one.pointer.startsWith(toPointer(path.slice(0, 1))))).toBe(true);
      } else if (typeof path.at(-1) === 'number') {
        const list = toPointer(path.slice(0, -1));
        expect(issues.map((one) => one.pointer)).toEqual(list === '/scope' ? [] : [list]);
      } else {
        expect(issues.map((one) => one.pointer)).toEqual([pointer]);
      }
    }
  });

  it('garbage at any leaf is a fault there, and changes nothing in the examination of the rest', () => {
    const leaves = places(fullForm()).filter((path) => !isBranch(at(fullForm(), path)));
    fc.assert(
      fc.property(fc.constantFrom(...leaves), fc.jsonValue({ maxDepth: 2 }), (path, garbage) => {
        const tree = structuredClone(fullForm());
        put(tree, path, garbage);
        fc.pre(!procedure.open(tree).ok);
        const draft = procedure.openDraft(tree);
        const top = toPointer(path.slice(0, 1));
        expect(draft.faults.length).toBeGreaterThan(0);
        expect(draft.faults.every(({ pointer }) => pointer.startsWith(top))).toBe(true);
        expect(() => draft.examine(facts)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('garbage in a half-filled draft is still a fault', () => {
    fc.assert(
      fc.property(halfFilled, fc.nat(), (drawn, pick) => {
        const tree = structuredClone(drawn);
        const leaves = places(tree).filter((path) => !isBranch(at(tree, path)));
        const path = leaves[pick % Math.max(1, leaves.length)];
        fc.pre(path !== undefined);
        put(tree, path ?? [], { no: 'such thing' });
        expect(procedure.openDraft(tree).faults.length).toBeGreaterThan(0);
      }),
    );
  });

  it('without the nature of its claim: may hold what either nature has, and nothing else', () => {
    const { nature: _nature, ...open } = {
      nature: '',
      performanceFrom: '2026-01-01',
      amount: { amount: '1' },
    };
    const faultsIn = (claim: unknown) => procedure.openDraft({ claim }).faults.map(({ pointer }) => pointer);
    expect(faultsIn(open)).toEqual([]);
    expect(faultsIn({ maximumAmount: {}, priorClaimsIncluded: true })).toEqual([]);
    for (const wrong of [
      { x: 'x'.repeat(500_000) },
      { amount: 'x' },
      { performanceFrom: 'x' },
      { amount: {}, maximumAmount: {} },
    ]) {
      expect(faultsIn(wrong)).toEqual(['/claim/nature']);
    }
    const debtor = { name: 'x', identifier: { value: { deep: ['x'] } } };
    expect(procedure.openDraft({ debtor, claim: {} }).faults).toMatchObject([
      { pointer: '/debtor/identifier/scheme' },
    ]);
  });

  it('is examined as far as it goes: what is filled in is judged, what is not is left alone', () => {
    const { claim: _claim, mainContract: _contract, ...rest } = rawForm();
    const pledged = titlesOf(titleOf(number, { holds: [holdOf('pledge', { record: 'Y2026980000001' })] }));
    const draft = procedure.openDraft(rest);
    expect(draft.examine({ ...facts, titles: pledged }).map(({ ground }) => ground)).toEqual(['A4.g9']);
    const short = titlesOf(titleOf(number, { filingDate: '2007-01-01' }));
    expect(draft.examine({ ...facts, titles: short })).toEqual([]);
  });

  it('points at the place as written, also behind a member that is not filled in yet', () => {
    const abroad = organisation(3, 'Demonstration Lender Ltd', { residence: 'US' });
    const draft = procedure.openDraft(
      rawForm({
        pledgees: [{ party: bank.id }, { address: 'a' }, { party: abroad.id, address: 'b' }],
        rights: [patentNo(1), patentNo(2)],
      }),
    );
    const findings = draft.examine({ ...facts, parties: partiesOf(owner, bank, abroad) });
    expect(findings.map(({ ground, pointer }) => [ground, pointer])).toEqual([
      ['A3', '/rights/0'],
      ['A3', '/rights/1'],
      ['A1.3', '/pledgees/2/party'],
    ]);
    expect(draft.consenting).toEqual([owner.id, abroad.id]);
  });
});

describe('a hostile draft', () => {
  const nested = (depth: number) => {
    let value: unknown = [];
    for (let level = 0; level < depth; level += 1) value = [value];
    return value;
  };

  it('deep nesting in every field is a fault, and takes no time and no stack', () => {
    const deep = nested(100_000);
    const tree = Object.fromEntries(Object.keys(fullForm()).map((name) => [name, deep]));
    const draft = procedure.openDraft(tree);
    expect(draft.faults.length).toBeGreaterThan(5);
    expect(draft.examine(facts)).toEqual([]);
    expect(procedure.open(tree).ok).toBe(false);
  });

  it('`__proto__`, `constructor` and other strange members are faults, and pollute nothing', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
      const tree: RawForm = rawForm();
      put(tree, [name], { polluted: true });
      expect(procedure.openDraft(tree).faults.length, name).toBe(1);
      const inner = rawForm({ contractItems: JSON.parse('{"__proto__":{"scopeOfSecurity":true}}') });
      expect(procedure.openDraft(inner).faults.length).toBe(1);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    }
    const bare: RawForm = Object.assign(Object.create(null), rawForm());
    expect(procedure.openDraft(bare).issues).toEqual([]);
  });

  it('huge lists are one fault each, and are looked at no further than a hundred members', () => {
    const rights = Array.from({ length: 20_000 }, (_, at) => patentNo(at));
    const pledgors = Array.from({ length: 20_000 }, () => ({ party: owner.id, address: 'a' }));
    const draft = procedure.openDraft(rawForm({ rights, pledgors, scope: Array(300_000).fill('principal') }));
    expect(draft.faults.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
      '/pledgors too_big',
      '/rights too_big',
      '/scope too_big',
    ]);
    expect(draft.rights).toHaveLength(100);
    expect(draft.consenting).toHaveLength(101);
  });

  it('any JSON at all is opened and examined without throwing', () => {
    const names = fc.constantFrom(...Object.keys(fullForm()), '__proto__', 'x');
    const trees = fc.dictionary(names, fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(trees, (tree) => {
        const raw = JSON.parse(JSON.stringify(tree));
        const draft = procedure.openDraft(raw);
        expect(draft.issues.length).toBeGreaterThan(0);
        expect(draft.issues).toEqual(expect.arrayContaining([...draft.faults]));
        expect(draft.examine(facts)).toEqual([]);
        expect(procedure.open(raw).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('what is not an object at all is no form', () => {
    for (const raw of [null, undefined, [], 'x', 1, true]) expect(procedure.open(raw).ok).toBe(false);
  });
});

describe('a stranger’s draft', () => {
  const secrets = fc.record({
    holds: fc.array(
      fc.constantFrom(...holdKinds).map((kind) => holdOf(kind, { public: false, holders: [bank.id] })),
      { maxLength: 3 },
    ),
    basis: fc.constantFrom(...bases),
    started: fc.boolean(),
    announced: fc.array(
      fc.constantFrom(...holdKinds).map((kind) => holdOf(kind)),
      { maxLength: 2 },
    ),
    status: fc.constantFrom('granted' as const, 'terminated' as const),
  });

  it('cannot tell a title with a secret from one without: the findings are the same', () => {
    fc.assert(
      fc.property(secrets, fc.boolean(), (drawn, complete) => {
        const status: Title['facts']['status'] = { value: drawn.status, basis: 'source' };
        const open = titleOf(number, { holds: drawn.announced, facts: { status } });
        const secret = titleOf(number, {
          holds: [...drawn.holds, ...drawn.announced],
          facts: { status, invalidation: { started: drawn.started, public: false, basis: drawn.basis } },
        });
        const draft = procedure.openDraft(complete ? fullForm() : { rights: [number] });
        const seen = (title: Title) => draft.examine({ ...facts, titles: titlesOf(publicView(title)) });
        expect(seen(secret)).toEqual(seen(open));
      }),
    );
  });

  it('the owner, who sees the title in full, is told', () => {
    const secret = titleOf(number, { holds: [holdOf('preservation', { public: false })] });
    const draft = procedure.openDraft(fullForm());
    expect(draft.examine({ ...facts, titles: titlesOf(secret) }).map(({ ground }) => ground)).toEqual([
      'A4.g5',
    ]);
    expect(draft.examine({ ...facts, titles: titlesOf(publicView(secret)) })).toEqual([]);
  });
});

describe('toPointer', () => {
  it('writes a path as RFC 6901 does', () => {
    expect(toPointer([])).toBe('');
    expect(toPointer(['claim', 'amount', 'currency'])).toBe('/claim/amount/currency');
    expect(toPointer(['rights', 0])).toBe('/rights/0');
    expect(toPointer(['a/b', 'm~n', '~1', ''])).toBe('/a~1b/m~0n/~01/');
  });
});
