import tseslint from 'typescript-eslint';

/**
 * The rooms of the house, from the top down. A room uses the rooms below it, never those above; rooms on one
 * line do not know each other.
 */
const LAYERS = [
  ['cli'],
  ['main'],
  ['constructs'],
  ['environments', 'catalog', 'routing', 'manifests'],
  ['platform'],
  ['findings'],
];

/** Rooms that may use a room on their own line, or must not use one below. */
const MAY_NOT_USE = { catalog: ['platform'], routing: ['platform'], manifests: ['platform', 'findings'] };

function layerRules() {
  return LAYERS.flatMap((line, index) =>
    line.map((room) => {
      const above = LAYERS.slice(0, index).flat();
      const beside = line.filter((other) => other !== room);
      const forbidden = [...above, ...beside, ...(MAY_NOT_USE[room] ?? [])];
      return {
        files: room === 'main' ? ['main.ts'] : [`${room}/**/*.ts`],
        rules: {
          'no-restricted-imports': [
            'error',
            {
              patterns: [
                ...forbidden.map((other) => ({
                  group: [`**/${other}`, `**/${other}/**`],
                  message: `${room} does not use ${other}: see the layers in docs/architecture.md`,
                })),
                {
                  // What a room hands on stands in its index.ts; imports/ is generated and has none.
                  regex: '^\\.\\./(?!imports/)[^/]+/.+',
                  message: 'use another room through its index.ts',
                },
              ],
            },
          ],
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
