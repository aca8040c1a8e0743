import { describe, expect, it } from 'vitest';
import { createSteps, expected, expect as holds, Unmet } from '../../../local/demo/steps.ts';

describe('the steps of the demonstration', () => {
  it('are numbered and printed with their time and what they say', async () => {
    const lines: string[] = [];
    const steps = createSteps((line) => lines.push(line));
    const result = await steps.step({ zh: '登录', en: 'Sign in' }, async (say) => {
      say('owner');
      return 7;
    });
    expect(result).toBe(7);
    expect(lines[0]).toMatch(/^✓ {2}1 {3}0\.\d\d s {2}登录 Sign in$/);
    expect(lines[1]?.trim()).toBe('owner');
    expect(steps.held()).toBe(1);
  });

  it('show the one that did not hold, do not count it, and pass its reason on', async () => {
    const lines: string[] = [];
    const steps = createSteps((line) => lines.push(line));
    await steps.step({ zh: '一', en: 'one' }, async () => {});
    const failing = steps.step({ zh: '二', en: 'two' }, async () => holds(false, 'registered, not refused'));
    await expect(failing).rejects.toThrow(new Unmet('registered, not refused'));
    expect(lines.at(-1)).toMatch(/^✗ {2}2 .*二 two$/);
    expect(steps.held()).toBe(1);
  });

  it('take a value that is missing for a promise that is broken', () => {
    expect(expected(0, 'a number')).toBe(0);
    expect(() => expected(undefined, 'a registration number')).toThrow(new Unmet('a registration number'));
  });
});
