import { asSchema } from './conversion.ts';
import type { Schema } from './document.ts';
import { fieldTextOf } from './texts/field-texts.ts';
import type { Text } from './texts/text.ts';
import { typeTexts } from './texts/type-texts.ts';

/** Adds to a component what it and each of its fields mean, in both languages, with examples where there are. */
export function annotate(name: string, component: Schema): Schema {
  const text = typeTexts[name] ?? typeTexts[name.replace(/Input$/, '')];
  const properties = component['properties'];
  if (properties === undefined) return withText(component, text);
  const described = Object.entries(asSchema(properties)).map(([field, schema]) => [
    field,
    withText(asSchema(schema), fieldTextOf(name, field)),
  ]);
  return withText({ ...component, properties: Object.fromEntries(described) }, text);
}

/** The schema with its texts; the house's text is used rather than the schema's own, which is English alone. */
export function withText(schema: Schema, text: Text | undefined): Schema {
  if (!text) return schema;
  return {
    ...schema,
    description: text.en,
    'x-description-zh': text.zh,
    ...(text.example !== undefined && { examples: [text.example] }),
  };
}
