import type { Language } from '../../shared/kernel/localised.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import type { Library } from './library.ts';

/** The operations of this function; it reads nothing but its own code. */
export function referenceHandlers(library: Library): Handlers<'reference'> {
  return {
    'reference.openapi': async () => {
      const { body, etag } = library.document();
      return { body, etag };
    },
    'reference.docs': async ({ query, language }) => {
      const { text, etag } = library.page(query.lang ?? language);
      return { body: text, etag };
    },
    'verification.any': async ({ query, language }) => verification(library, query.lang ?? language),
    // The same page whatever entry it is about, also one that there is none of: its script says what it finds.
    'verification.entry': async ({ query, language }) => verification(library, query.lang ?? language),
    'names.algorithm': async () => library.names(),
    'procedures.list': async () => library.procedures(),
    'procedures.get': async ({ params }) => {
      const found = library.procedure(params.procedureId);
      if (!found) throw new Problem('not-found');
      return found;
    },
  };
}

function verification(library: Library, language: Language) {
  const { text, etag } = library.verification(language);
  return { body: text, etag };
}
