import type { Ask, Caller } from '../../functions/world.ts';
import type { Cloud, Making } from '../cloud/cloud.ts';
import type { Answer } from '../history.ts';
import { type Chance, chanceOf } from '../simulation/chance.ts';

/** How a person makes a request: once; twice in one moment, by an impatient hand; or in two tabs that know nothing of each other. */
export type Manner = 'once' | 'doubleClick' | 'twoTabs';

const triesMax = 60;

/** Somebody at a browser or a program, who asks again until there is a clear answer. */
export class Person {
  readonly cloud: Cloud;
  readonly caller: Caller | undefined;
  readonly chance: Chance;

  constructor(cloud: Cloud, name: string, caller: Caller | undefined) {
    this.cloud = cloud;
    this.caller = caller;
    this.chance = chanceOf(cloud.sim.seed, name, 'person');
  }

  /** Looks at something else for a while: mostly a moment, sometimes minutes. */
  think(millisMax = 2_000): Promise<void> {
    return this.cloud.sim.pause(this.chance.below(millisMax));
  }

  /** The answer to a request that changes something, asked under one key until it is clear. */
  async act(operation: string, ask: Ask, manner: Manner = 'once'): Promise<Answer> {
    switch (manner) {
      case 'once':
        return this.#insist(this.#begin(operation, ask, true), ask);
      case 'doubleClick': {
        const made = this.#begin(operation, ask, true);
        this.cloud.count('doubled');
        const [first] = await Promise.all([this.#insist(made, ask), this.#again(made, ask)]);
        return first;
      }
      case 'twoTabs': {
        const both = [0, 1].map(() => this.#insist(this.#begin(operation, ask, true), ask));
        this.cloud.count('doubled');
        const [first] = await Promise.all(both);
        if (!first) throw new Error('no answer');
        return first;
      }
    }
  }

  /** The answer to a request that changes nothing, or that is held by `If-Match`. */
  look(operation: string, ask: Ask = {}): Promise<Answer> {
    return this.#insist(this.#begin(operation, ask, false), ask);
  }

  #begin(operation: string, ask: Ask, keyed: boolean): Making {
    const made: Making = {
      ...{ no: this.cloud.history.length + 1, actor: this.caller?.sub ?? '', operation },
      ...(keyed && { key: uuidFrom(this.chance.bytes(16)) }),
      ...{ params: ask.params ?? {}, query: ask.query ?? {} },
      ...(ask.body !== undefined && { body: ask.body }),
      ...(ask.headers && { headers: ask.headers }),
      attempts: [],
    };
    this.cloud.history.push(made);
    return made;
  }

  async #again(made: Making, ask: Ask): Promise<void> {
    await this.cloud.sim.pause(this.chance.below(60));
    await this.cloud.ask(made, this.caller, ask);
  }

  /** Whoever never saw a reply, or was told to come again, comes again. */
  async #insist(made: Making, ask: Ask): Promise<Answer> {
    for (let tries = 1; tries <= triesMax; tries += 1) {
      const answer = await this.cloud.ask(made, this.caller, ask);
      if (answer && answer.status < 500 && answer.status !== 429) return answer;
      await this.cloud.sim.pause(100 + this.chance.below(tries > 10 ? 30_000 : 3_000));
    }
    throw new Error(`${made.operation} had no clear answer in ${triesMax} tries`);
  }
}

function uuidFrom(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [8, 12, 16, 20, 32].map((end, at, ends) => hex.slice(ends[at - 1] ?? 0, end)).join('-');
}

export const bodyOf = ({ text }: Answer): Record<string, unknown> => JSON.parse(text || '{}');
