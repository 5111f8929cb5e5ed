import tseslint from 'typescript-eslint';

/**
 * The rooms of the house, from the top down. A room uses the rooms below it, never those above; rooms on one
 * line do not know each other.
 */
const LAYERS = [
  ['cli', 'cdk8s-validation'],
  ['explain-catalog', 'plan-upgrade'],
  ['main', 'check-manifests', 'explain-route', 'review-change'],
  ['sides'],
  ['constructs', 'review'],
  ['review/view'],
  ['review/judgement'],
  ['review/model'],
  ['precedence', 'compatibility'],
  ['environments', 'catalog', 'routing', 'manifests'],
  ['platform'],
  ['findings', 're2'],
];

/** Layers that are one file. */
const FILES = [
  'explain-catalog',
  'plan-upgrade',
  'main',
  'check-manifests',
  'explain-route',
  'review-change',
];

/** Rooms that know nothing of constructs. */
const PURE = [
  'review',
  'review/view',
  'review/judgement',
  'review/model',
  'precedence',
  'compatibility',
  'catalog',
  'routing',
  'platform',
  'findings',
  're2',
];

/** Rooms below that a room must not use. */
const MAY_NOT_USE = {
  catalog: ['platform'],
  routing: ['platform'],
  manifests: ['platform', 'findings', 're2'],
  platform: ['re2'],
};

/** A room is imported by the last part of its path. */
const nameOf = (room) => room.split('/').at(-1);

function layerRules() {
  return LAYERS.flatMap((line, index) =>
    line.map((room) => {
      const above = LAYERS.slice(0, index).flat();
      const beside = line.filter((other) => other !== room);
      const forbidden = [...above, ...beside, ...(MAY_NOT_USE[room] ?? [])];
      const libraries = PURE.includes(room) ? ['cdk8s', 'cdk8s-plus-27', 'constructs'] : [];
      return {
        files: FILES.includes(room) ? [`${room}.ts`] : [`${room}/**/*.ts`],
        rules: {
          'no-restricted-imports': [
            'error',
            {
              paths: libraries.map((name) => ({
                name,
                message: `${room} is pure: it does not know ${name}`,
              })),
              patterns: [
                ...forbidden.map((other) => ({
                  group: [`**/${nameOf(other)}`, `**/${nameOf(other)}/**`],
                  message: `${room} does not use ${other}: see the layers in docs/architecture.md`,
                })),
                {
                  // What a room hands on stands in its index.ts; imports/ is generated and has none.
                  regex: '^\\.\\.?/(?:\\.\\./)*(?!imports/|\\.\\.)[^/]+/.+',
                  message: 'use another room through its index.ts',
                },
              ],
            },
          ],
          // An import as an expression or a type would pass the rule above by.
          'no-restricted-syntax': ['error', 'ImportExpression', 'TSImportType'],
        },
      };
    }),
  );
}

export default tseslint.config(
  { ignores: ['dist/', 'imports/', 'node_modules/', '.bench/', 'coverage/'] },
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
  ...layerRules(),
  { files: ['test/**/*.ts', 'bench/**/*.ts'], rules: { 'max-lines': ['error', { max: 400 }] } },
);
