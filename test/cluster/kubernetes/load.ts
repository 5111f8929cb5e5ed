import type { RawRequest } from '../../mesh/raw-request';
import { answeredBy } from './send';
import type { Endpoint } from './service-proxy';

/** Who answered a request. */
export interface Answered {
  readonly sent: RawRequest;
  /** As `answeredBy` says it, or what went wrong. */
  readonly by: string;
}

/** Requests that go on until they are stopped. */
export interface Load {
  /** Sends no more, and gives all answers. */
  stop(): Promise<readonly Answered[]>;
}

/** Sends requests in turn, so many a second, whether or not earlier ones were answered. */
export function startLoad(to: Endpoint, requests: readonly RawRequest[], perSecond: number): Load {
  const answers: Promise<Answered>[] = [];
  const start = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / 1000) * perSecond;
    while (answers.length < due) {
      const sent = requests[answers.length % requests.length];
      if (sent === undefined) return;
      answers.push(answered(to, sent));
    }
  }, 5);
  return {
    stop() {
      clearInterval(timer);
      return Promise.all(answers);
    },
  };
}

/** Who answers a request now. A connection that breaks is an answer of its own. */
export async function answered(to: Endpoint, sent: RawRequest): Promise<Answered> {
  const by = await answeredBy(to, sent).catch((error: unknown) => String(error));
  return { sent, by };
}
