import { Agent, request as httpRequest } from 'node:http';
import type { GatewayProcess } from './gateway-process';

/** What came of the requests of a balancer. */
export interface Outcomes {
  readonly sent: number;
  /** Statuses other than 200, and errors. */
  readonly failed: readonly string[];
  /** How many each gateway has answered, in the order in which they came. */
  readonly answered: readonly number[];
}

/**
 * Stands for the clients of a Service: sends requests in turn to the gateways that are ready, over connections that it keeps, and no new one
 * to those that leave.
 */
export class Balancer {
  private readonly members: { gateway: GatewayProcess; agent: Agent; isReady: boolean; answered: number }[] =
    [];
  private readonly failed: string[] = [];
  private readonly open = new Set<Promise<void>>();
  private readonly timers: NodeJS.Timeout[] = [];
  private sent = 0;

  /** Takes a gateway in, as soon as it says that it is ready. */
  add(gateway: GatewayProcess): void {
    const member = { gateway, agent: new Agent({ keepAlive: true }), isReady: false, answered: 0 };
    this.members.push(member);
    const probe = setInterval(() => {
      void gateway.probe('readiness').then((status) => {
        if (status !== 200) return;
        clearInterval(probe);
        member.isReady = true;
      });
    }, 100);
    this.timers.push(probe);
  }

  /** Sends no more to a gateway. */
  leave(gateway: GatewayProcess): void {
    for (const member of this.members) if (member.gateway === gateway) member.isReady = false;
  }

  /** How many are ready. */
  get ready(): number {
    return this.members.filter(({ isReady }) => isReady).length;
  }

  /** Sends requests from now on; every tenth is a slow one. */
  load(perSecond: number, path: string, slowPath: string): void {
    this.timers.push(
      setInterval(() => {
        const sending = this.send(this.sent % 10 === 0 ? slowPath : path);
        this.open.add(sending);
        void sending.then(() => this.open.delete(sending));
      }, 1000 / perSecond),
    );
  }

  /** Sends no more, and waits for the answers. */
  async end(): Promise<Outcomes> {
    this.timers.forEach((timer) => clearInterval(timer));
    await Promise.all(this.open);
    this.members.forEach(({ agent }) => agent.destroy());
    return { sent: this.sent, failed: this.failed, answered: this.members.map(({ answered }) => answered) };
  }

  private send(path: string): Promise<void> {
    const ready = this.members.filter(({ isReady }) => isReady);
    const member = ready[this.sent++ % ready.length];
    if (member === undefined) {
      this.failed.push('no gateway is ready');
      return Promise.resolve();
    }
    return new Promise((done) => {
      const over = (failure?: string) => {
        if (failure === undefined) member.answered++;
        else this.failed.push(failure);
        done();
      };
      const at = { port: member.gateway.port, host: '127.0.0.1', path, agent: member.agent };
      httpRequest(at, (response) => {
        response.resume();
        response.on('end', () => over(response.statusCode === 200 ? undefined : String(response.statusCode)));
        response.on('error', (error) => over(error.message));
      })
        .on('error', (error) => over(error.message))
        .end();
    });
  }
}
