/** The package carries no types of its own; these are the parts in use. */
declare module 'linebreak' {
  type Break = { readonly position: number; readonly required: boolean };
  class LineBreaker {
    constructor(text: string);
    nextBreak(): Break | null;
  }
  export = LineBreaker;
}
