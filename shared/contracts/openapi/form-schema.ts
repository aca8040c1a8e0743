import type { AnyProcedure } from '../../register/open-form.ts';
import { annotate } from './annotate.ts';
import { ComponentBook, pascal } from './component-book.ts';
import { mapSchemas } from './conversion.ts';
import type { Schema } from './document.ts';
import { nameIn } from './example.ts';
import { namedSchemas } from './named-schemas.ts';

/** The component that describes a procedure's form: `pledge.registration` is `PledgeRegistrationForm`. */
export function formName(procedureId: string): string {
  return `${pascal(procedureId)}Form`;
}

/**
 * The JSON Schema of a procedure's form by itself, with its parts under `$defs` and the texts that a page needs
 * to show it: `description` in English and `x-description-zh` in Chinese.
 */
export function formSchemaOf({ id, schema }: AnyProcedure): Schema {
  const book = new ComponentBook(namedSchemas, annotate);
  const name = formName(id);
  book.refer(schema, 'input', name);
  const { [name]: form = {}, ...parts } = book.components();
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...toDefinitions(form),
    $defs: Object.fromEntries(Object.entries(parts).map(([part, one]) => [part, toDefinitions(one)])),
  };
}

/** The discriminator is OpenAPI's word; JSON Schema tells the members apart by their constants. */
function toDefinitions({ $ref, discriminator: _discriminator, ...schema }: Schema): Schema {
  const moved = mapSchemas(schema, toDefinitions);
  return typeof $ref === 'string' ? { $ref: `#/$defs/${nameIn($ref)}`, ...moved } : moved;
}
