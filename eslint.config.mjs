import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The rooms of the house, from the top down. A room uses the rooms below it, never those above; rooms on one line
 * do not know each other. A room is a folder without its sub-folders; `main` is the file main.ts.
 */
const LAYERS = [
  ['cli', 'cdk8s-validation'],
  ['cli/new', 'cli/edit', 'cli/import', 'cli/route', 'cli/completion', 'cli/platform'],
  ['cli/live'],
  ['cli/project'],
  ['cli/terminal'],
  ['app'],
  ['main', 'snapshots'],
  ['snapshots/live'],
  ['program'],
  ['takeover'],
  ['takeover/service'],
  ['environments', 'constructs', 'review'],
  ['review/view'],
  ['review/view/html', 'review/view/markdown', 'review/view/human', 'review/view/json'],
  ['review/view/text'],
  ['review/risks'],
  ['review/model'],
  ['review/model/rollout'],
  ['review/model/requests'],
  ['review/model/objects'],
  ['review/model/clusters'],
  ['precedence', 'compatibility'],
  ['inventory', 'catalog', 'routing', 'manifests'],
  ['inventory/source'],
  ['routing/checks'],
  ['routing/rollout'],
  ['routing/analysis'],
  ['routing/istio', 'routing/explore'],
  ['routing/model'],
  ['routing/text'],
  ['platform'],
  ['shape'],
  ['findings', 're2'],
  ['base'],
];

/** Rooms below that a room and its sub-rooms must not use. */
const MAY_NOT_USE = {
  catalog: ['platform'],
  routing: ['platform'],
  manifests: ['platform', 'findings', 're2'],
  platform: ['re2'],
};

/** The outermost room around a room: `routing` for `routing/text`. */
const outermost = (room) => room.split('/')[0];

/** The files of a room, as a glob: the rule below takes no path beside globs. */
const filesOf = (room) => (room === 'main' ? '@(main).ts' : `${room}/*.ts`);

/** The rooms that a room must not use: those above and beside it, and what it must not use of those below. */
function forbiddenTo(room, line, above) {
  const beside = line.filter((other) => other !== room);
  return [...above, ...beside, ...(MAY_NOT_USE[outermost(room)] ?? [])];
}

/** One zone for each room: what its files must not import. */
const ZONES = LAYERS.flatMap((line, index) =>
  line.map((room) => ({ room, forbidden: forbiddenTo(room, line, LAYERS.slice(0, index).flat()) })),
)
  .filter(({ forbidden }) => forbidden.length > 0)
  .map(({ room, forbidden }) => ({
    target: filesOf(room),
    from: forbidden.map(filesOf),
    message: `${room} does not use this room: see the layers in docs/architecture.md`,
  }));

const ROOMS = LAYERS.flat();

/** Rooms that do not know the libraries of constructs. */
const PURE = [...new Set(ROOMS.map(outermost))].filter((room) => !['main', 'constructs'].includes(room));

export default tseslint.config(
  { ignores: ['dist/', 'imports/', 'node_modules/', '.bench/', '.cluster/', '.mesh/', 'coverage/'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unsafe-assignment': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      'no-control-regex': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ROOMS.map(filesOf),
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: ZONES }],
      // An import as an expression or a type would pass the rule above by.
      'no-restricted-syntax': ['error', 'ImportExpression', 'TSImportType'],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              // What a room hands on is in its index.ts; imports/ is generated and has none.
              regex: `^\\.\\.?/(?:\\.\\./)*(?!imports/|\\.\\.)[^/]+/.+`,
              message: 'use another room through its index.ts',
            },
          ],
        },
      ],
    },
  },
  {
    files: PURE.map((room) => `${room}/**/*.ts`),
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: ['cdk8s', 'cdk8s-plus-27', 'constructs'].map((name) => ({
            name,
            message: 'only constructs/ uses the libraries of constructs',
          })),
        },
      ],
    },
  },
  { files: ['test/**/*.ts', 'bench/**/*.ts'], rules: { 'max-lines': ['error', { max: 400 }] } },
);
