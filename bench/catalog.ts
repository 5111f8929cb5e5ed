import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Functions of one team. */
const TEAM_SIZE = 50;

/**
 * Writes a catalog of `count` functions: a third with declared routes, half with a Knative Service, a tenth with
 * an overlay, a twentieth with two backends. The same count gives the same catalog.
 */
export function writeCatalog(folder: string, count: number): void {
  rmSync(folder, { recursive: true, force: true });
  for (let index = 0; index < count; index += 1) {
    const team = `team-${String(Math.floor(index / TEAM_SIZE)).padStart(4, '0')}`;
    if (index % TEAM_SIZE === 0) {
      mkdirSync(join(folder, team), { recursive: true });
      const text = `contact: ${team}@example.com\nprefixes: [/faas/api/${team}/]\n`;
      writeFileSync(join(folder, team, 'team.yaml'), text);
    }
    writeFileSync(join(folder, team, `fn-${index}.yaml`), functionText(team, index));
  }
}

/** The file of one function. */
export function functionText(team: string, index: number, description = `Function number ${index}`): string {
  let text = `runtime: nodejs\ndescription: ${description}\n`;
  if (index % 3 === 0) {
    text += `routes:
  - match: { prefix: /faas/api/${team}/fn-${index}/ }
    timeout: 10s
    retries: { attempts: 2, perTryTimeout: 2s, retryOn: [connect-failure, refused-stream] }
`;
  }
  if (index % 20 === 1) {
    text += `backends:
  - { service: ${team}-fn-${index}, weight: 90 }
  - { service: ${team}-fn-${index}-green, weight: 10 }
deployedElsewhere: [${team}-fn-${index}-green]
`;
  }
  if (index % 2 === 0) {
    text += `service:
  image: registry.example.com/${team}/fn-${index}:1.4.2
  scale: { min: 1, max: 20, concurrency: 50 }
  resources: { requests: { cpu: 100m, memory: 256Mi }, limits: { memory: 512Mi } }
`;
  }
  if (index % 10 === 0) text += 'overlays:\n  prod: { service: { scale: { min: 4, max: 200 } } }\n';
  return text;
}
