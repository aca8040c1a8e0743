/** The package has no types for its dictionaries: lines of a character and its other form, with bars between them. */
declare module 'opencc-js/dict/TSCharacters' {
  const lines: string;
  export = lines;
}
