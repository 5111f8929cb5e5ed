import { groupBy } from '../base';
import type { Finding } from '../findings';
import { spellPath } from '../shape';
import type { Correction, CorrectionKind, DeclaredVirtualService } from '../takeover';
import { placeInSource } from './import-findings';

/** A correction, with its VirtualService. */
interface Told extends Correction {
  readonly service: DeclaredVirtualService;
}

/** The most alike corrections that are told one by one. */
const FEW = 5;

/** The most places of corrections that are told together. */
const PLACES = 3;

const HELP: Readonly<Record<CorrectionKind, string>> = {
  'api-version': 'nothing to do, if that is what was meant',
  'misplaced-weight':
    'if requests were meant to be split, write "backends" with weights into the function file',
  'default-retries':
    'if a function is to be tried again, write "retries" into its file; the double pass multiplies them',
  'dead-rule': 'nothing to do: no request got there',
  'gateway-name': 'nothing to do: both are the same gateway',
  'zero-timeout': 'nothing to do: the gateways bound how long a request may take',
};

/** Says how imported functions differ on purpose: each one by itself, or together where many are alike. */
export function correctionFindings(services: readonly DeclaredVirtualService[]): readonly Finding[] {
  const told = services.flatMap((service) =>
    service.remarks.corrections.map((correction): Told => ({ ...correction, service })),
  );
  return [...groupBy(told, ({ kind, message }) => `${kind} ${message}`).values()].flatMap((alike) =>
    alike.length > FEW ? [together(alike)] : alike.map(alone),
  );
}

function alone({ service, kind, path, message }: Told): Finding {
  return {
    code: 'KF912',
    severity: severityOf(kind),
    message: `${service.name}: ${spellPath(path)}: ${message}`,
    help: HELP[kind],
    places: [placeInSource(service, path)],
  };
}

function together(alike: readonly [Told, ...Told[]]): Finding {
  const [{ kind, message }] = alike;
  const objects = new Set(
    alike.map(({ service: { found, name } }) => `${found.source.cluster.name} ${name}`),
  );
  const places = alike.slice(0, PLACES).map(({ service, path }) => placeInSource(service, path));
  return {
    code: 'KF912',
    severity: severityOf(kind),
    message: `${alike.length} rules of ${objects.size} VirtualServices: ${message}`,
    help: HELP[kind],
    places,
  };
}

/** What changes an answer is a warning; what cannot, a note. */
function severityOf(kind: CorrectionKind): Finding['severity'] {
  return kind === 'default-retries' || kind === 'misplaced-weight' || kind === 'api-version'
    ? 'warning'
    : 'note';
}
