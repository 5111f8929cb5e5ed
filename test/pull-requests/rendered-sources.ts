import { join } from 'node:path';
import { synth } from '../../main';
import { projectFolder } from '../fixtures/project-folder';
import type { Sources } from './source-edits';

/** Renders sources into a folder of their own; gives its path, or what is wrong with them. */
export function rendered({ files, environments }: Sources): string | readonly string[] {
  const catalog = Object.entries(files).map(
    ([file, text]) => [`functions/${file}`, text.trimStart()] as const,
  );
  const { path } = projectFolder(Object.fromEntries(catalog));
  const output = join(path, 'dist');
  const { findings, change } = synth({
    environments,
    functions: join(path, 'functions'),
    output,
    environmentSource: () => undefined,
  });
  return change === undefined ? findings.map(({ code, message }) => `${code} ${message}`) : output;
}
