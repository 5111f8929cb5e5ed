import { PassThrough } from 'node:stream';
import { progressOn } from '../../../cli/terminal/progress';
import { reviewChange } from '../../../app/review-change';
import { kfaas } from '../kfaas-command';
import { projectFolder } from '../../fixtures/project-folder';

jest.mock('../../../app/review-change');

/** A terminal that keeps what is written to it. */
function terminal(columns: number) {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns, rows: 24 });
  const written: string[] = [];
  stream.on('data', (text: Buffer) => written.push(text.toString('utf8')));
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => written.join('') };
}

describe('a run that takes longer', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('shows a bar, and leaves the terminal as it was, whatever ends it', () => {
    const { stream, text } = terminal(50);
    const progress = progressOn(stream);
    jest.advanceTimersByTime(2_000);
    progress.show('comparing requests', 0.5);
    jest.advanceTimersByTime(2_000);
    // Neither is the cursor hidden nor wrapping switched off: a signal now would leave it so.
    expect(text()).not.toMatch(/\u001b\[\?[0-9]+l/);
    const [, line = ''] = /(comparing requests \[[^\]]*\] 50 %)/.exec(text()) ?? [];
    expect(line).not.toBe('');
    expect(line.length).toBeLessThan(50);
    progress.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('writes a line to a log every few seconds', () => {
    const { stream, text } = terminal(80);
    stream.isTTY = false;
    const progress = progressOn(stream);
    jest.advanceTimersByTime(6_000);
    for (const done of [0.25, 0.5]) progress.show('comparing requests', done);
    expect(text()).toBe('comparing requests: 25 %\n');
  });
});

test('an error while the bar is shown ends kfaas diff', async () => {
  const isTTY = process.stderr.isTTY;
  let left = 0;
  jest.mocked(reviewChange).mockImplementation(({ progress }) => {
    jest.advanceTimersByTime(2_000);
    progress?.('comparing requests', 0.5);
    left = jest.getTimerCount();
    return Promise.reject(new Error('a defect'));
  });
  jest.useFakeTimers();
  process.stderr.isTTY = true;
  try {
    const { exit, err } = await kfaas(projectFolder().path, 'diff');
    expect([exit, left]).toEqual([2, 1]);
    expect(err).toContain('Error: a defect');
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    process.stderr.isTTY = isTTY;
    jest.useRealTimers();
  }
});
