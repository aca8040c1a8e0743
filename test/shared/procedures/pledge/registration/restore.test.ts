import { describe, expect, it } from 'vitest';
import { effect } from '../../../../../shared/procedures/pledge/registration/effect.ts';
import { form } from '../../../../../shared/procedures/pledge/registration/form.ts';
import { restore } from '../../../../../shared/procedures/pledge/registration/restore.ts';
import { titleOf } from '../../../register/sample.ts';
import { contextOf, formOf, fullForm, number } from './sample.ts';

/** What the effect publishes of the form, and what its commitments open to. */
function openedOf(of: ReturnType<typeof formOf>) {
  const { gazette, sealed } = effect(of, contextOf([titleOf(number)]));
  return { gazette, opened: new Map(Object.entries(sealed).map(([name, one]) => [name, one.value])) };
}

describe('the form restored from an entry', () => {
  it.each([
    ['shortest', formOf()],
    ['fullest', form.parse(fullForm())],
  ])('is the one registered: the %s', (_what, of) => {
    const { gazette, opened } = openedOf(of);
    expect(restore(gazette, opened)).toEqual(of);
    expect(Object.keys(restore(gazette, opened) ?? {}).sort()).toEqual(Object.keys(of).sort());
  });

  it('is none where what is public is no pledge', () => {
    const { opened } = openedOf(formOf());
    expect(restore({}, opened)).toBeUndefined();
    expect(restore({ registrationNumber: 'Y2026980000009' }, opened)).toBeUndefined();
  });

  it.each(['claim', 'security', 'contracts', 'pledgors.0.details', 'pledgees.0.details'])(
    'is no complete form where %s was not opened, or to something else',
    (name) => {
      const { gazette, opened } = openedOf(formOf());
      const without = new Map([...opened].filter(([one]) => one !== name));
      expect(form.safeParse(restore(gazette, without)).success).toBe(false);
      for (const other of [null, 'x', 1, undefined]) {
        expect(form.safeParse(restore(gazette, new Map([...opened, [name, other]]))).success).toBe(false);
      }
    },
  );

  it('takes no letter of a text for a member', () => {
    const { gazette, opened } = openedOf(formOf());
    expect(restore(gazette, new Map([...opened, ['security', 'x']]))).not.toHaveProperty('0');
  });
});
