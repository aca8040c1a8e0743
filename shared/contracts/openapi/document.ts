/** A JSON Schema of draft 2020-12, which OpenAPI 3.1 takes as it is. */
export type Schema = { readonly [keyword: string]: unknown };

export type Reference = { readonly $ref: string };

/** Every text for people stands twice: the standard's own member in English, and one beside it in Chinese. */
export type Described = { readonly description: string; readonly 'x-description-zh': string };
export type Summarised = { readonly summary: string; readonly 'x-summary-zh': string };

export type Parameter = Described & {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: true;
  readonly schema: Schema;
  readonly example?: unknown;
};

export type Header = Described & { readonly schema: Schema };

export type MediaType = { readonly schema: Schema; readonly example?: unknown };

export type Response = Described & {
  readonly headers?: Readonly<Record<string, Reference>>;
  readonly content?: Readonly<Record<string, MediaType>>;
};

export type SecurityScheme = Described & { readonly type: string; readonly [member: string]: unknown };

export type OperationObject = Summarised & {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly 'x-audience': string;
  readonly 'x-relation'?: string;
  readonly 'x-role'?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Reference[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Readonly<Record<string, MediaType>>;
  };
  readonly responses: Readonly<Record<string, Response | Reference>>;
};

export type Components = {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly headers: Readonly<Record<string, Header>>;
  readonly responses: Readonly<Record<string, Response>>;
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
};

/** The part of OpenAPI 3.1.0 that the register's document uses. */
export type OpenApi = {
  readonly openapi: '3.1.0';
  readonly jsonSchemaDialect: string;
  readonly info: Described & {
    readonly title: string;
    readonly version: string;
    readonly [x: `x-${string}`]: unknown;
  };
  readonly servers: readonly { readonly url: string; readonly description?: string }[];
  readonly tags: readonly (Described & { readonly name: string; readonly 'x-name-zh': string })[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: Components;
};
