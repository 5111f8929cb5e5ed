import { renderHuman } from '../../../findings';
import { loadFailure } from '../../../cli/project/load-failure';
import { projectFolder } from '../../fixtures/project-folder';

/** What is reported about files of environments/ that cannot be loaded. */
function told(files: Readonly<Record<string, string>>, thrown: (root: string) => unknown): string {
  const texts = new Map(
    Object.entries({ 'index.ts': "export * from './prod';\n", ...files }).map(([name, text]) => [
      `environments/${name}`,
      text,
    ]),
  );
  const { path } = projectFolder(Object.fromEntries(texts));
  return renderHuman(loadFailure(thrown(path), texts, path), { source: (file) => texts.get(file) });
}

const SOME_ERROR = () => new Error('x Expected a semicolon\n  at a native stack');

test('syntax errors: each, at its line', () => {
  const files = {
    'prod.ts': "export const prod = {\n  name: 'prod'\n  domains: [],\n};\n",
    'test.ts': 'export const test = [1, 2;\n',
  };
  expect(told(files, SOME_ERROR)).toMatchInlineSnapshot(`
   "environments/prod.ts:3:3 error KF506 environments/ cannot be loaded: broken TypeScript: ',' expected
     3 |   domains: [],
       |   ^
     help: fix the syntax here, or at the end of the line before

   environments/test.ts:1:26 error KF506 environments/ cannot be loaded: broken TypeScript: ',' expected
     1 | export const test = [1, 2;
       |                          ^
     help: fix the syntax here, or at the end of the line before
   "
  `);
});

test('a merge that is not finished', () => {
  const text = 'const a = 1;\n<<<<<<< HEAD\nconst b = 1;\n=======\nconst b = 2;\n>>>>>>> other\n';
  expect(told({ 'prod.ts': text }, SOME_ERROR)).toContain(
    'environments/prod.ts:2:1 error KF506 environments/ cannot be loaded: broken TypeScript: Merge conflict marker encountered',
  );
});

test('an import of a file that does not exist; types are not loaded', () => {
  const files = {
    'prod.ts':
      "import type { A } from '../nowhere';\nimport { NGINX } from './ingres-nginx';\nimport { b } from 'left-pad-2';\nexport const prod = NGINX;\n",
    'ingress-nginx.ts': 'export const NGINX = 1;\n',
  };
  expect(told(files, SOME_ERROR)).toMatchInlineSnapshot(`
   "environments/prod.ts:2:23 error KF506 environments/ cannot be loaded: there is no file or package "./ingres-nginx"
     2 | import { NGINX } from './ingres-nginx';
       |                       ^
     help: did you mean "./ingress-nginx"? known here: ./ingress-nginx

   environments/prod.ts:3:19 error KF506 environments/ cannot be loaded: there is no file or package "left-pad-2"
     3 | import { b } from 'left-pad-2';
       |                   ^
     help: known here: ./ingress-nginx
   "
  `);
});

test('an exception: the innermost line of environments/ that it passed', () => {
  const files = { 'prod.ts': 'export const prod = {\n  name: nme,\n};\n' };
  const thrown = (root: string) => {
    const error = new ReferenceError('nme is not defined');
    error.stack = `ReferenceError: nme is not defined\n    at other (/lib/x.js:1:2)\n    at Object.<anonymous> (${root}/environments/prod.ts:2:9)\n    at Module._compile (node:internal/modules:1:1)\n    at Object.<anonymous> (${root}/environments/index.ts:1:1)`;
    return error;
  };
  expect(told(files, thrown)).toMatchInlineSnapshot(`
   "environments/prod.ts:2:9 error KF506 environments/ cannot be loaded: an exception: nme is not defined
     2 |   name: nme,
       |         ^
     help: fix the line that is shown
   "
  `);
  expect(told(files, () => 'a text')).toContain('environments/index.ts:1:1 error KF506');
});

test('no index', () => {
  const { path } = projectFolder({});
  const [finding] = loadFailure(new Error('Cannot find module'), new Map(), path);
  expect(finding?.message).toBe('environments/ cannot be loaded: there is no environments/index.ts');
});
