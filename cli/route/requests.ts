import { EXIT } from '../terminal';
import { lineChunks, writeNow } from './request-lines';
import type { RequestProblem } from './request';

/** The number of characters in one write; an answer is many times as long as its request. */
const CHUNK = 1 << 20;

/** Returns the answer to a line of JSON, or what is wrong with it. */
export type AnswerRequest = (given: string) => string | RequestProblem;

/**
 * Answers a file of requests, one JSON object per line, in order.
 * @param file - for standard input
 * @returns the exit code, or why the file cannot be read or the answers cannot be written
 */
export function answerRequests(
  file: string,
  isJson: boolean,
  answer: AnswerRequest,
): number | RequestProblem {
  let [number, answers, wrong] = [0, 0, 0];
  try {
    for (const lines of lineChunks(file)) {
      if (!answerChunk(lines)) break;
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const what =
      error.syscall === 'write' ? 'the answers cannot be written' : `--requests ${file} cannot be read`;
    return { problem: `${what}: ${error.message}` };
  }
  if (answers + wrong === 0) process.stderr.write(`${file} has no requests\n`);
  return wrong > 0 ? EXIT.failed : EXIT.clean;

  /** Returns whether the reader still accepts answers. */
  function answerChunk(lines: readonly string[]): boolean {
    let text = '';
    for (const line of lines) {
      text += answerLine(line);
      if (text.length < CHUNK) continue;
      if (!writeNow(text)) return false;
      text = '';
    }
    return writeNow(text);
  }

  function answerLine(line: string): string {
    number += 1;
    const given = (number === 1 ? line.replace(/^\uFEFF/, '') : line).trim();
    if (given === '') return '';
    const answered = answer(given);
    if (typeof answered === 'string') {
      answers += 1;
      return isJson ? oneLineEach(answered) : answered;
    }
    wrong += 1;
    const error = `line ${number}: ${answered.problem}`;
    return isJson ? `${JSON.stringify({ request: null, error })}\n` : `error: ${error}\n`;
  }
}

/**
 * Encodes what some readers take for the end of a line. The text of a request is passed on as it came: a carriage return
 * stands between its tokens, the others within its texts.
 */
function oneLineEach(json: string): string {
  return json.replace(/[\r\u0085\u2028\u2029]/g, (sign) =>
    sign === '\r' ? ' ' : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
