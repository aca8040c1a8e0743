import { nameAlgorithm } from '../../shared/contracts/name-algorithm.ts';
import { formSchemaOf } from '../../shared/contracts/openapi/form-schema.ts';
import { openApiDocument } from '../../shared/contracts/openapi.ts';
import type { Answer } from '../../shared/contracts/operations/index.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { procedures } from '../../shared/procedures/index.ts';
import type { AnyProcedure } from '../../shared/register/open-form.ts';
import { cached, type Tagged, tagged } from './cached.ts';
import { page } from './page/page.ts';
import { verificationPage, verificationPolicyOf } from './verification/page.ts';

type Shown<Body> = { readonly body: Body; readonly etag: string };

/** What this function serves, made once each. */
export type Library = {
  readonly document: () => Shown<Answer<'reference.openapi'>> & { readonly text: string };
  readonly page: (language: Language) => Tagged;
  /** The page that verifies, and the policy under which a browser runs it. */
  readonly verification: (language: Language) => Tagged;
  readonly verificationPolicy: () => string;
  readonly procedures: () => Shown<Answer<'procedures.list'>>;
  readonly names: () => Shown<Answer<'names.algorithm'>>;
  /** Undefined where there is no such procedure. */
  readonly procedure: (id: string) => Shown<Answer<'procedures.get'>> | undefined;
};

/** `script` is that of the verification page, bundled beside the code and read when the page is first asked for. */
export function openLibrary(demonstration: boolean, script: () => string): Library {
  const documents = cached((_key: 'document') => {
    const body = openApiDocument({ demonstration });
    return { body, ...tagged(JSON.stringify(body)) };
  });
  const pages = cached((language: Language) =>
    tagged(page({ language, document: documents('document').body, demonstration })),
  );
  const verifications = cached((language: Language) =>
    tagged(verificationPage({ language, demonstration, script: script() })),
  );
  const policies = cached((_key: 'policy') => verificationPolicyOf(script()));
  const lists = cached((_key: 'list') =>
    shown({ items: [...procedures.values()].map(({ id, title }) => ({ id, title })) }),
  );
  const names = cached((_key: 'names') => shown(nameAlgorithm));
  const known = cached((id: string) => {
    const procedure = procedures.get(id);
    return procedure && shown(procedureAnswer(procedure));
  });
  return {
    document: () => documents('document'),
    page: pages,
    verification: verifications,
    verificationPolicy: () => policies('policy'),
    procedures: () => lists('list'),
    names: () => names('names'),
    procedure: (id) => (procedures.has(id) ? known(id) : undefined),
  };
}

function shown<Body>(body: Body): Shown<Body> {
  return { body, etag: tagged(JSON.stringify(body)).etag };
}

/** What an applicant must know of a procedure: its form, the grounds that are examined, and the office's clocks. */
function procedureAnswer(procedure: AnyProcedure): Answer<'procedures.get'> {
  const { id, title, grounds, clocks } = procedure;
  return {
    id,
    title,
    form: formSchemaOf(procedure),
    grounds: grounds.map((one) => ({
      id: one.id,
      severity: one.severity,
      heading: one.heading,
      source: one.source,
      validFrom: one.validFrom,
      ...(one.validTo !== undefined && { validTo: one.validTo }),
    })),
    clocks: clocks.map(({ channel, workingDays, validFrom, source }) => ({
      channel,
      workingDays,
      validFrom,
      source,
    })),
  };
}
