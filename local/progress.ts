export type Progress = {
  /** Shows how far the work is; cheap enough to be called for each step. */
  show(done: number, total: number, label: string): void;
  /** Ends the line that the bar stands on. */
  finish(): void;
};

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

const width = 24;

/** A bar that redraws itself on a terminal; elsewhere, as in a log, one line every tenth of the work. */
export function createProgress(output: Output): Progress {
  let drawn = '';
  let tenth = -1;
  return {
    show: (done, total, label) => {
      const share = total > 0 ? Math.min(1, done / total) : 1;
      if (output.isTTY) {
        const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
        const line = `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${done}/${total}  ${label}`;
        if (line === drawn) return;
        drawn = line;
        output.write(`\r\u001b[2K${line.slice(0, Math.max(20, (output.columns ?? 80) - 1))}`);
      } else if (Math.floor(share * 10) !== tenth) {
        tenth = Math.floor(share * 10);
        output.write(`${String(tenth * 10).padStart(3)} %  ${done}/${total}  ${label}\n`);
      }
    },
    finish: () => {
      if (output.isTTY && drawn !== '') output.write('\n');
      drawn = '';
      tenth = -1;
    },
  };
}
