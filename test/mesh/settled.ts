/** How long an answer may be another one than expected, in milliseconds: istiod sends what is new in several steps. */
const SETTLING = 10_000;

/** How long to wait between two questions, in milliseconds. */
const PAUSE = 50;

/** Asks until the answer is an expected one, or stays another. */
export async function settled<T>(ask: () => Promise<T>, isExpected: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + SETTLING;
  for (;;) {
    const answer = await ask();
    if (isExpected(answer) || Date.now() > end) return answer;
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}
