import { regexProblem } from '../../re2';
import { isMapping } from '../../base';
import { hasEvenPercents, isHeaderValue } from './validate-header-value';
import { isAuthority, isDuration } from './validate-texts';
import { isHost, isLabel, isLabelName, isLabelValue } from './validate-names';
import { fields, list, named, type Check, type Validation } from './validation';

/** A text of any content. */
export const TEXT: Check = (value, at) => {
  if (typeof value !== 'string') at.misplaced(value, 'a text');
};

/** True or false. */
export const FLAG: Check = (value, at) => {
  if (typeof value !== 'boolean') at.misplaced(value, 'true or false');
};

/** What no rule is about. */
export const ANY: Check = () => undefined;

/** A text that the webhook of each version asks something of. */
export function text(wanted: string, holds: (value: string) => boolean): Check {
  return (value, at) => {
    if (typeof value !== 'string' || !holds(value)) at.misplaced(value, wanted);
  };
}

/** A text that the webhook of newer versions asks something of. */
export function textNow(wanted: string, holds: (value: string) => boolean): Check {
  return (value, at) => {
    if (typeof value !== 'string') at.misplaced(value, wanted);
    else if (!holds(value)) at.misplacedNow(value, wanted);
  };
}

/** A whole number of 32 bits, within bounds that newer versions ask for. */
export function whole(wanted: string, least: number, most: number): Check {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) >= 2 ** 32)
      at.misplaced(value, wanted);
    else if (value < least || value > most) at.misplacedNow(value, wanted);
  };
}

/** A number with bounds that newer versions ask for. */
function between(wanted: string, holds: (value: number) => boolean): Check {
  return (value, at) => {
    if (typeof value !== 'number') at.misplaced(value, wanted);
    else if (!holds(value)) at.misplacedNow(value, wanted);
  };
}

/** A duration of the webhook. */
export const DURATION = text('a duration of whole milliseconds, at least 1ms,', isDuration);

/** The share of requests to which a fault or a mirror applies. */
export const FAULT_SHARE = fields('a percentage', {
  value: between(
    '0, or a number from 0.0001 to 100,',
    (value) => value === 0 || (value >= 0.0001 && value <= 100),
  ),
});

export const MIRROR_SHARE = fields('a percentage', {
  value: between('a number from 0 to 100', (value) => value >= 0 && value <= 100),
});

/** The labels of a source. */
export const LABELS = named(textNow('the value of a label', isLabelValue), (name, at) => {
  if (!isLabelName(name)) at.refuseNow('is no name of a label');
});

const PORT_NUMBER: Check = (value, at) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 65_535)
    at.misplaced(value, 'a whole number from 1 to 65535');
  else if (value === 0) at.misplacedNow(value, 'a whole number from 1 to 65535');
};

/** The service that requests go to. A port had a name up to Istio 1.3. */
export const DESTINATION = fields(
  'a destination',
  {
    host: textNow(
      'the name of a host, in which only the first label may begin with *,',
      (host) => host !== '*' && isHost(host),
    ),
    subset: textNow('a name of letters, digits and -', (name) => name === '' || isLabel(name)),
    port: fields('a port', { number: PORT_NUMBER, name: TEXT }, ({ number, name }, at) => {
      if (number === undefined && name === undefined) at.refuseNow('has no number');
    }),
  },
  ({ host }, at) => {
    if (host === undefined || host === null) at.refuseNow('has no host');
  },
);

/** Weights of destinations: whole, and not all 0; up to Istio 1.14 percents that make 100. */
export function weights(list: readonly unknown[], at: Validation): void {
  const given = list.map((entry) =>
    isMapping(entry) && typeof entry.weight === 'number' ? entry.weight : 0,
  );
  const sum = given.reduce((total, weight) => total + weight, 0);
  if (list.length < 2) return;
  if (at.rules.weights === 'sum to 100') {
    if (sum !== 100)
      at.refuse(`has weights that come to ${sum}, where 100 belongs`, 'make the weights percents of 100');
  } else if (sum === 0)
    at.refuse('has weights that come to 0', 'give a weight to a destination that is to get requests');
}

/** A weight by itself. */
export const WEIGHT: Check = (value, at) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= 2 ** 31)
    at.misplaced(value, 'a whole number, 0 or more,');
};

/** A regex that is no match. Those of matches, the reader compiles. */
export function regex(source: string, at: Validation): void {
  const problem = regexProblem(source);
  if (problem !== undefined) at.regex(source, problem);
}

const HEADER_VALUE: Check = (value, at) => {
  if (typeof value !== 'string') {
    at.misplaced(value, 'a text');
    return;
  }
  const { headerValues } = at.rules;
  const help = 'write %% for a % that is meant as it stands';
  if (headerValues === 'format' ? !isHeaderValue(value) : headerValues === 'even' && !hasEvenPercents(value))
    at.refuse('is no value that Envoy takes: it has control characters, or a % that opens no variable', help);
};

/** The name of a header that a rule sets or removes. */
function operatedName(takesAuthority: boolean) {
  return (name: string, at: Validation): void => {
    if (name === '') {
      at.refuse('is no name of a header');
      return;
    }
    const isInternal = name.startsWith(':') || name.toLowerCase() === 'host';
    if (isInternal && !(takesAuthority && isAuthority(name)) && at.rules.operatedHeaders === 'public')
      at.refuse(
        'is a part of the request line or the host, which cannot be changed here',
        'leave it out; rewrite sets the path and the authority',
      );
  };
}

const removedNames = (value: unknown, at: Validation) => {
  if (typeof value !== 'string') at.misplaced(value, 'the name of a header');
  else operatedName(false)(value, at);
};

/** What happens to the headers of requests and of responses. Only for requests, the authority may be set. */
const operations = (owner: string, takesAuthority: boolean) =>
  fields(owner, {
    set: named(HEADER_VALUE, operatedName(takesAuthority)),
    add: named(HEADER_VALUE, operatedName(takesAuthority)),
    remove: list(removedNames, 'a list of names'),
  });

export const HEADERS = fields('headers', {
  request: operations('headers of requests', true),
  response: operations('headers of responses', false),
});
