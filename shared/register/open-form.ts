import * as z from 'zod';
import type { PartyId } from '../kernel/id.ts';
import type { Localised } from '../kernel/localised.ts';
import type { Money } from '../kernel/money.ts';
import type { RightId } from '../kernel/right.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';
import type { RequestKind } from './hold.ts';
import type { ConsentCapacity } from './party.ts';
import type {
  Asker,
  ClockRule,
  Concerned,
  Effect,
  EffectContext,
  ExaminationFacts,
  Ground,
  Procedure,
} from './procedure.ts';
import type { DocumentFacts, RequiredDocument } from './required-documents.ts';

/** One thing wrong with a form: where (JSON Pointer) and what (a code of the kernel, of the form, or of zod). */
export type FormIssue = {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  /** The schema's own bound or expectation, where it has one; never what was sent. */
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
};

/** What a form means to its procedure. */
type BoundForm = {
  readonly rights: readonly RightId[];
  readonly consenting: readonly PartyId[];
  readonly told: readonly PartyId[];
  readonly concerned: Concerned;
  /** The secured amount, where the procedure has one. */
  readonly amount: Money | undefined;
  readonly examine: (facts: Omit<ExaminationFacts<unknown>, 'form'>) => readonly Finding[];
  readonly documents: (facts: DocumentFacts) => readonly RequiredDocument[];
};

/** A form that was parsed against its procedure, with the procedure's rules bound to it. */
export type OpenForm = BoundForm & {
  /** The normalised form: what consents are given over and what the entry commits to. */
  readonly form: Record<string, unknown>;
  readonly effect: (context: EffectContext) => Effect;
};

export type OpenedDraft = BoundForm & {
  /** What keeps the form from being complete; empty when it is. */
  readonly issues: readonly FormIssue[];
  /** Issues that even a half-filled draft may not have: something is there and it is wrong. */
  readonly faults: readonly FormIssue[];
};

/** A procedure with its form's type closed in, so that the engine can hold all procedures in one list. */
export type AnyProcedure = {
  readonly id: string;
  readonly asks: RequestKind | undefined;
  readonly title: Localised;
  readonly schema: z.ZodObject;
  readonly clocks: readonly ClockRule[];
  readonly grounds: readonly Omit<Ground<never>, 'check'>[];
  readonly otherGround: { readonly id: string; readonly heading: Localised };
  readonly consentBy: ConsentCapacity;
  readonly byCandidate: boolean;
  readonly byMachineAlone: boolean;
  readonly twoPersons: boolean;
  /** Whether it may tell parties whose consent it does not need. */
  readonly tells: boolean;
  readonly number: ((year: number, serial: number) => string) | undefined;
  readonly open: (
    raw: unknown,
    asker: Asker,
  ) => { ok: true; form: OpenForm } | { ok: false; issues: readonly FormIssue[] };
  readonly openDraft: (raw: Record<string, unknown>, asker: Asker) => OpenedDraft;
  /** Whether the registrar must seal the form whole, since the effect's own values do not add up to it. */
  readonly sealsForm: boolean;
  /** The form that an entry registered; `undefined` where what was opened is no such form. */
  readonly restore: (
    published: Readonly<Record<string, unknown>>,
    opened: ReadonlyMap<string, unknown>,
  ) => Readonly<Record<string, unknown>> | undefined;
};

/** Closes a procedure's form type in. The one place where a raw form meets its schema. */
export function closeForm<Schema extends z.ZodObject>(procedure: Procedure<Schema>): AnyProcedure {
  const { id, asks, title, clocks, number, otherGround, form: schema } = procedure;
  const bind = (form: z.output<Schema>, asker: Asker): BoundForm => ({
    rights: procedure.rights(form),
    consenting: procedure.consenting(form, asker),
    told: procedure.told?.(form, asker) ?? [],
    concerned: procedure.concerned?.(form, asker) ?? {},
    amount: procedure.amount?.(form),
    documents: (facts: DocumentFacts) => procedure.documents(form, facts),
    examine: (facts: Omit<ExaminationFacts<unknown>, 'form'>) => examine(procedure, { ...facts, form }),
  });
  return {
    ...{ id, asks, title, clocks, number, otherGround, schema },
    consentBy: procedure.consentBy ?? 'signer',
    byCandidate: procedure.byCandidate ?? false,
    byMachineAlone: procedure.byMachineAlone ?? false,
    twoPersons: procedure.twoPersons ?? false,
    tells: procedure.told !== undefined,
    grounds: procedure.grounds.map(({ check: _check, ...facts }) => facts),
    sealsForm: procedure.restore === undefined,
    restore: (published, opened) => {
      const raw = procedure.restore ? procedure.restore(published, opened) : opened.get('form');
      return schema.safeParse(raw).data;
    },
    open: (raw, asker) => {
      const parsed = schema.safeParse(raw);
      if (!parsed.success) return { ok: false, issues: parsed.error.issues.map(toIssue) };
      const effect = (context: EffectContext) => procedure.effect(parsed.data, context);
      return { ok: true, form: { form: parsed.data, ...bind(parsed.data, asker), effect } };
    },
    openDraft: (raw, asker) => {
      const parsed = schema.safeParse(raw);
      const issues = parsed.success ? [] : parsed.error.issues;
      const { form, places } = asFarAsItGoes(procedure, raw);
      const bound = bind(form, asker);
      return {
        ...bound,
        examine: (facts) => bound.examine(facts).map((found) => asWritten(found, places)),
        issues: issues.map(toIssue),
        faults: issues.filter((issue) => !isMerelyMissing(issue, raw, schema)).map(toIssue),
      };
    },
  };
}

/** Whether the issue only says that something is not there yet: a draft may be half-filled. */
function isMerelyMissing(issue: z.core.$ZodIssue, raw: unknown, schema: z.ZodType): boolean {
  if (issue.code === 'too_small' && issue.origin === 'array') return true;
  if (valueAt(raw, issue.path) !== undefined) return false;
  if (issue.code === 'invalid_union') return fitsSomeShape(issue, raw, schema);
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

/**
 * Whether what stands beside an absent discriminator is a half-filled one of the shapes it could choose. Zod
 * looks no further than the discriminator, and whatever it did not look at would be stored with the draft.
 */
function fitsSomeShape(issue: z.core.$ZodIssueInvalidUnion, raw: unknown, schema: z.ZodType): boolean {
  const inside = toPointer(issue.path.slice(0, -1));
  const options = ('options' in issue && issue.options) || [];
  return options.some((option) => {
    const chosen = withValue(raw, issue.path, option);
    const issues = schema.safeParse(chosen).error?.issues ?? [];
    return issues
      .filter((one) => `${toPointer(one.path)}/`.startsWith(`${inside}/`))
      .every((one) => isMerelyMissing(one, chosen, schema));
  });
}

/** The value with another one at the path; copies what lies along the path and nothing else. */
function withValue(value: unknown, path: readonly PropertyKey[], put: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return put;
  const old = valueAt(value, [step]);
  if (Array.isArray(value)) return value.with(Number(step), withValue(old, rest, put));
  return { ...(value ?? {}), [step]: withValue(old, rest, put) };
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** For each list that was not taken whole: at which place of the draft each member taken stands. */
type Places = ReadonlyMap<string, readonly number[]>;

/** The fields and list members that stand by themselves; the neutral value in place of every other field. */
function asFarAsItGoes<Schema extends z.ZodObject>(
  procedure: Procedure<Schema>,
  raw: Record<string, unknown>,
): { readonly form: z.output<Schema>; readonly places: Places } {
  const filled: Record<string, unknown> = { ...procedure.neutral };
  const places = new Map<string, readonly number[]>();
  for (const [name, field] of Object.entries(procedure.form.shape)) {
    const value = raw[name];
    const whole = z.safeParse(field, value);
    if (whole.success) {
      if (whole.data !== undefined) filled[name] = whole.data;
    } else if (field instanceof z.ZodArray && Array.isArray(value)) {
      const taken = value.slice(0, draftListMax).flatMap((member, place) => {
        const one = z.safeParse(field.element, member);
        return one.success ? [{ place, data: one.data }] : [];
      });
      filled[name] = taken.map((one) => one.data);
      places.set(
        name,
        taken.map((one) => one.place),
      );
    }
  }
  // Every field is either parsed by its own schema or taken from a complete form.
  return { form: filled as z.output<Schema>, places };
}

/** Moves a finding's pointer from the form as far as it goes back to the draft as it was written. */
function asWritten(found: Finding, places: Places): Finding {
  const [, name = '', index = '', ...rest] = (found.pointer ?? '').split('/');
  const place = places.get(name)?.[Number(index)];
  return place === undefined || index === ''
    ? found
    : { ...found, pointer: `/${[name, place, ...rest].join('/')}` };
}

/** A draft's list is looked at no further than this, whatever was sent. */
const draftListMax = 100;

function toIssue(issue: z.core.$ZodIssue): FormIssue {
  const { path, code, message } = issue;
  const bounds = ['expected', 'origin', 'minimum', 'maximum', 'inclusive'] as const;
  const known = bounds.filter((name) => name in issue).map((name) => [name, Reflect.get(issue, name)]);
  return { ...Object.fromEntries(known), pointer: toPointer(path), code, message };
}

/** JSON Pointer (RFC 6901) of a zod path. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
