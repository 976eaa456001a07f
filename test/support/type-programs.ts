/** Many small programs of the compiler in one test: what does not change between them is read and parsed once. */
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './workspace.ts';

const INSTALLED = join(ROOT, 'node_modules/');

const parsed = new Map<string, ts.SourceFile>();

/** Libraries of the workspace are shared by all programs of this process, as an editor shares them between projects. */
export function hostSharingLibraries(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile(path, language, ...others) {
      if (!path.startsWith(INSTALLED)) return host.getSourceFile(path, language, ...others);
      const format = typeof language === 'object' ? language.impliedNodeFormat : undefined;
      const key = `${path} ${format}`;
      const file = parsed.get(key) ?? host.getSourceFile(path, language, ...others);
      if (file !== undefined) parsed.set(key, file);
      return file;
    },
  };
}
