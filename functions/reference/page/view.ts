import type { OpenApi, Schema } from '../../../shared/contracts/openapi/document.ts';
import { resolve } from '../../../shared/contracts/openapi/example.ts';
import type { Language, Localised } from '../../../shared/kernel/localised.ts';
import { type Html, prose } from './html.ts';

/** What every part of the page is made from. */
export type View = {
  readonly language: Language;
  readonly document: OpenApi;
  readonly demonstration: boolean;
};

/** The text in the page's language, with code between backticks. */
export function say({ language }: View, text: Localised): Html {
  return prose(text[language]);
}

type Described = { readonly description?: unknown; readonly 'x-description-zh'?: unknown };

/** A description of the document in the page's language; empty where there is none. */
export function described({ language }: View, node: Described): Html {
  const text = language === 'zh' ? (node['x-description-zh'] ?? node.description) : node.description;
  return prose(typeof text === 'string' ? text : '');
}

/** The schema that a reference leads to; any other schema as it is. */
export function followed(view: View, schema: Schema): Schema {
  const reference = schema['$ref'];
  return typeof reference === 'string' ? resolve(reference, view.document.components.schemas) : schema;
}
