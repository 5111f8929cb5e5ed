import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts } from '../../mesh/free-ports';
import {
  renderGateway,
  TARGETS,
  type Direction,
  type GatewayKind,
  type RenderedGateway,
} from './rendered-gateway';

const BUILT = resolve(__dirname, '../../../.cluster/java');

/** JVMs take the serial collector in a container of less than this much memory, in MiB (OpenJDK, `is_server_class_machine`). */
const SERVER_CLASS = 1792;

/** The program of a gateway, as `prepare.sh` builds it; undefined where it is not there. */
export function gatewayProgram(kind: GatewayKind): string | undefined {
  const program = join(BUILT, kind, `${kind}.jar`);
  return existsSync(program) ? program : undefined;
}

/** Options with which a JVM starts in less time: it compiles in one step, and less well. Not for what is measured. */
export const QUICK_START = '-XX:TieredStopAtLevel=1';

export interface GatewayProcessProps {
  readonly kind: GatewayKind;
  readonly direction: Direction;
  /** Where the host that it sends requests to is, in place of what DNS says. */
  readonly backend: { readonly address: string; readonly port: number };
  /** `timeouts.request` of the environment, in seconds. @default - none */
  readonly request?: number;
  /** What is rendered for it. @default - what is rendered for a small cluster of the tests */
  readonly rendered?: RenderedGateway;
  /** Options of the JVM after the rendered ones. @default '' */
  readonly javaOptions?: string;
}

/**
 * A Java gateway that runs with what is rendered: its `application.yaml` and the environment variables of its container. What
 * a container does is done by other means: the JVM is told the memory limit, the hosts file stands for DNS, and the ports
 * are free ones of this machine.
 */
export class GatewayProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    /** The port of requests, and of probes. */
    readonly port: number,
    readonly managementPort: number,
    /** The limit of memory that is rendered, in MiB. */
    readonly memory: number,
  ) {}

  static async start(props: GatewayProcessProps): Promise<GatewayProcess> {
    const { kind, direction, backend, request, javaOptions = '' } = props;
    const { rendered = renderGateway(direction, kind, request) } = props;
    const { config, variables, memory } = rendered;
    const program = gatewayProgram(kind);
    if (program === undefined) throw new Error(`${kind}.jar is not built`);
    const folder = mkdtempSync(join(tmpdir(), 'kfaas-gateway-'));
    const [port = 0, managementPort = 0] = await freePorts(2);
    const hosts = join(folder, 'hosts');
    writeFileSync(hosts, `${backend.address} ${TARGETS[direction]}\n`);
    writeFileSync(join(folder, 'application.yaml'), toPort(config, TARGETS[direction], backend.port));
    const collector = memory < SERVER_CLASS ? '-XX:+UseSerialGC' : '';
    const container = `-XX:MaxRAM=${memory}m ${collector} -Djdk.net.hosts.file=${hosts}`;
    const log = openSync(join(folder, 'log'), 'w');
    const child = spawn(
      'java',
      ['-jar', program, `--server.port=${port}`, `--management.server.port=${managementPort}`],
      {
        cwd: folder,
        stdio: ['ignore', log, log],
        env: {
          PATH: process.env.PATH,
          ...variables,
          SPRING_CONFIG_ADDITIONALLOCATION: `file:${folder}/`,
          JAVA_TOOL_OPTIONS: `${variables.JAVA_TOOL_OPTIONS ?? ''} ${container} ${javaOptions}`,
          // Every pod has these; Spring Boot takes another way with forwarded headers there.
          KUBERNETES_SERVICE_HOST: '127.0.0.1',
          KUBERNETES_SERVICE_PORT: '443',
        },
      },
    );
    return new GatewayProcess(child, folder, port, managementPort, memory);
  }

  /** Waits until it says that it is ready. */
  async ready(): Promise<this> {
    for (let tries = 0; tries < 1200; tries++) {
      if (this.child.exitCode !== null) throw new Error(`the gateway ended:\n${this.log()}`);
      if ((await this.probe('readiness')) === 200) return this;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`the gateway is not ready after two minutes:\n${this.log()}`);
  }

  /** The status of a probe, as the kubelet asks for it; undefined where nobody answers. */
  probe(group: 'liveness' | 'readiness'): Promise<number | undefined> {
    return this.management(`/actuator/health/${group}`);
  }

  /** The status of a path of the management port; undefined where nobody answers. */
  management(path: string): Promise<number | undefined> {
    return new Promise((done) => {
      get({ port: this.managementPort, host: '127.0.0.1', path, timeout: 2000 }, (response) => {
        response.resume();
        done(response.statusCode);
      })
        .on('timeout', () => done(undefined))
        .on('error', () => done(undefined));
    });
  }

  /** Its metrics, as Prometheus collects them. */
  async metrics(): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${this.managementPort}/actuator/prometheus`);
    if (!response.ok) throw new Error(`the metrics are answered with ${response.status}`);
    return response.text();
  }

  /** The most memory that it has had, in MiB. */
  peakMemory(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  /** Tells it to end, as the kubelet does. Returns its exit code, or the signal that ended it. */
  stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | string | null> {
    const ended = this.ended();
    this.child.kill(signal);
    return ended;
  }

  /** Its exit code, or the signal that ended it, once it has ended. */
  ended(): Promise<number | string | null> {
    const { exitCode, signalCode } = this.child;
    if (exitCode !== null || signalCode !== null) return Promise.resolve(exitCode ?? signalCode);
    return new Promise((done) => this.child.once('exit', (code, signal) => done(code ?? signal)));
  }

  /** Ends it and takes away what it has left. */
  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What it has logged. */
  log(): string {
    return readFileSync(join(this.folder, 'log'), 'utf8').slice(-8000);
  }
}

/** Adds the port to the URL of the host, where it is not that of HTTP. */
function toPort(config: string, host: string, port: number): string {
  return port === 80 ? config : config.replaceAll(`http://${host}`, `http://${host}:${port}`);
}
