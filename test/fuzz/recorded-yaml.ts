import type * as YamlText from '../../manifests/yaml-text';

/** The values that were written since the last reset, by their text. */
export const valuesWritten = new Map<string, readonly unknown[]>();

/** The writer of manifests, which remembers what it was given. */
export function recordingWriter({ toYaml, toYamlDocuments }: typeof YamlText): typeof YamlText {
  return {
    toYaml(value) {
      const text = toYaml(value);
      valuesWritten.set(text, [value]);
      return text;
    },
    toYamlDocuments(values) {
      const text = toYamlDocuments(values);
      valuesWritten.set(text, values);
      return text;
    },
  };
}
