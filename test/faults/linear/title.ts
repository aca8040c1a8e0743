import type { Operation } from './linearize.ts';

/** One title as whoever reads it can tell: its version, 0 while it is not on the register, and who pledged it. */
export type TitleState = { readonly version: number; readonly pledge?: string };

export const nameOfState = ({ version, pledge = '' }: TitleState) => `${version} ${pledge}`;

type Does = Operation<TitleState>['does'];

/** An import finds the title absent and puts its first version. */
export const imports: Does = ({ version }) => (version === 0 ? { version: 1 } : undefined);

/** A registration finds the title free of any pledge and leaves one, in one version more. */
export const registers =
  (pledge: string): Does =>
  (state) =>
    state.version > 0 && state.pledge === undefined ? { version: state.version + 1, pledge } : undefined;

/** A correction finds the very version that it was proposed on. */
export const corrects =
  (version: number): Does =>
  (state) =>
    state.version === version ? { ...state, version: version + 1 } : undefined;

/** What a reader was told. Of what it says nothing, anything may have stood. */
export type Told = {
  readonly version?: number;
  /** The pledge that the reader saw, or that it saw none. */
  readonly pledge?: string | 'none';
  /** The reader saw that there is some pledge, or none, and was not told which. */
  readonly pledged?: boolean;
  /** The reader saw that the title is there. */
  readonly present?: true;
  /** The reader did not see this pledge. */
  readonly not?: string;
};

export const reads =
  (told: Told): Does =>
  (state) => {
    const {
      version = state.version,
      pledge = state.pledge ?? 'none',
      pledged = state.pledge !== undefined,
    } = told;
    const fits =
      version === state.version &&
      pledge === (state.pledge ?? 'none') &&
      pledged === (state.pledge !== undefined) &&
      (!told.present || state.version > 0) &&
      (told.not === undefined || told.not !== state.pledge);
    return fits ? state : undefined;
  };
