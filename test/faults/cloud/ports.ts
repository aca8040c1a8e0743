import type { Ports } from '../../../functions/_platform/clock.ts';
import { chanceOf } from '../simulation/chance.ts';
import type { FaultKind } from '../simulation/kinds.ts';
import type { Simulation, Task } from '../simulation/simulation.ts';
import type { Weather } from '../simulation/weather.ts';

/** So many milliseconds a machine's clock is off, at most. */
const clockOffMax = 1_000;

/** So many bytes are drawn for the serial of a registration number, and for nothing else. */
const serialBytes = 4;

/** Time and chance of whatever runs: the run's own clock, and the running task's throws. */
export function portsOf(
  sim: Simulation,
  seed: string,
  weather: Weather,
  count: (kind: FaultKind) => void,
): Ports {
  const others = chanceOf(seed, 'ports');
  let drawn: Uint8Array | undefined;
  const clocks = new WeakMap<Task, number>();
  const offOf = (task: Task | undefined): number => {
    const known = task && clocks.get(task);
    if (!task || known !== undefined) return known ?? 0;
    const struck = weather.strikes(`${task.name} clock`, 'clockOff');
    if (struck) count('clockOff');
    const off = struck ? struck.below(2 * clockOffMax) - clockOffMax : 0;
    clocks.set(task, off);
    return off;
  };
  return {
    now: () => Math.floor(sim.now() + offOf(sim.current())),
    random: (bytes) => {
      const task = sim.current();
      const fresh = (task?.chance ?? others).bytes(bytes);
      if (!task || bytes !== serialBytes) return fresh;
      // Of ten million numbers no run would ever draw one twice.
      const again = drawn && weather.strikes(`${task.name} ${task.gates} number`, 'numberTwice');
      if (again) count('numberTwice');
      else drawn = fresh;
      return drawn ?? fresh;
    },
    pause: (millis) => (sim.current() ? sim.pause(millis) : Promise.resolve()),
  };
}
