import { LABEL, listOf, mappingOf, RUNTIMES, textOf, type Mapping, type Runtime } from '../../base';
import { ownContainer } from './container-meaning';

/** A runtime, and what it follows from. */
export interface GuessedRuntime {
  readonly runtime: Runtime;
  /** For people: `the variable NODE_ENV`. */
  readonly from: string;
}

/** What tells a runtime. The first that finds something decides: the label, the program, its variables, its image, its port. */
interface Signs {
  /** The names of programs. */
  readonly programs: RegExp;
  /** The names of variables. */
  readonly variables: RegExp;
  /** Words of the image's name and tag. */
  readonly words: RegExp;
  /** Ports on which the frameworks of the language listen by default: Express; Flask, uvicorn and gunicorn. */
  readonly ports: readonly number[];
}

/** What tells each runtime; takeover/README.md shows it. */
const SIGNS: Readonly<Record<Runtime, Signs>> = {
  nodejs: {
    programs: /^(node|nodejs|npm|npx|yarn|pnpm|bun|deno|ts-node|pm2)$|\.[cm]?js$/,
    variables: /^(NODE_(ENV|OPTIONS|PATH)|NPM_CONFIG_.*|YARN_.*)$/i,
    words: /^(node|nodejs|javascript|typescript|nestjs|express|npm)\d*$/,
    ports: [3000],
  },
  python: {
    programs: /^(python\d*(\.\d+)?|gunicorn|uvicorn|hypercorn|flask|celery|django-admin)$|\.py$/,
    variables: /^(PYTHON[A-Z]+|GUNICORN_.*|UVICORN_.*|FLASK_.*|DJANGO_.*|WEB_CONCURRENCY)$/,
    words: /^(python|py|cpython|flask|django|fastapi|pytorch|tensorflow)\d*$/,
    ports: [5000, 8000],
  },
  cpp: {
    programs: /^(gdbserver|valgrind)$/,
    variables: /^(ASAN|UBSAN|TSAN|LSAN)_OPTIONS$/,
    words: /^(cpp|cxx|cplusplus|gcc|clang|drogon)\d*$/,
    ports: [],
  },
  golang: {
    programs: /^go$/,
    variables: /^(GOMAXPROCS|GOMEMLIMIT|GOGC|GODEBUG|GOTRACEBACK)$/,
    words: /^(go|golang)\d*$/,
    ports: [],
  },
  java: {
    programs: /^java$|\.jar$/,
    variables: /^(JAVA_.*|JDK_JAVA_OPTIONS|JVM_.*|SPRING_.*|CATALINA_OPTS)$/,
    words: /^(java|jdk|jre|openjdk|jvm|spring|springboot|quarkus|tomcat|maven|temurin)\d*$/,
    ports: [],
  },
};

/** The runtime of a Knative Service of which nothing tells it: the one with which most functions are written. */
const USUAL: Runtime = 'nodejs';

/** Finds the language in which a function is written: by the label of KFaas, or by what is usual in each language. */
export function guessedRuntime(service: Mapping): GuessedRuntime {
  const template = mappingOf(mappingOf(service.spec).template);
  for (const { metadata } of [service, template]) {
    const label = mappingOf(mappingOf(metadata).labels)[LABEL.runtime];
    const runtime = RUNTIMES.find((known) => known === label);
    if (runtime !== undefined) return { runtime, from: `the label ${LABEL.runtime}` };
  }
  const containers = listOf(mappingOf(template.spec).containers);
  const container = mappingOf(containers[ownContainer(containers)]);
  return (
    byProgram(container) ??
    bySign(variablesOf(container), 'the variable', ({ variables }, name) => variables.test(name)) ??
    bySign(wordsOf(container), 'in its image the word', ({ words }, word) => words.test(word)) ??
    byPort(container) ?? { runtime: USUAL, from: `nothing tells it, and ${USUAL} is usual` }
  );
}

/** The program is the first word of the command, or any word after it: `sh -c "exec node server.js"`. */
function byProgram({ command, args }: Mapping): GuessedRuntime | undefined {
  const words = [...listOf(command), ...listOf(args)]
    .flatMap((text) => (textOf(text) ?? '').split(/[\s;&|"']+/))
    .map((word) => word.slice(word.lastIndexOf('/') + 1));
  return bySign(words, 'the program', ({ programs }, word) => programs.test(word));
}

function byPort(container: Mapping): GuessedRuntime | undefined {
  const ports = listOf(container.ports).map((port) => String(mappingOf(port).containerPort));
  return bySign(ports, 'the port', (signs, port) => signs.ports.includes(Number(port)));
}

/** The first text that is a sign, in the order of the texts. */
function bySign(
  texts: readonly string[],
  what: string,
  isSign: (signs: Signs, text: string) => boolean,
): GuessedRuntime | undefined {
  for (const text of texts) {
    const runtime = RUNTIMES.find((known) => isSign(SIGNS[known], text));
    if (runtime !== undefined) return { runtime, from: `${what} ${text}` };
  }
  return undefined;
}

function variablesOf(container: Mapping): readonly string[] {
  return listOf(container.env).flatMap((variable) => textOf(mappingOf(variable).name) ?? []);
}

/** The words of an image's name, without the registry: they are often a company's. */
function wordsOf(container: Mapping): readonly string[] {
  const image = textOf(container.image) ?? '';
  const [first = '', ...rest] = (image.split('@')[0] ?? '').split('/');
  const isRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const name = (isRegistry ? rest : [first, ...rest]).join('/');
  return name
    .toLowerCase()
    .replaceAll('c++', 'cpp')
    .split(/[^a-z0-9]+/);
}
