/** TypeScript templates as JavaScript: types are taken away, and for CommonJS imports become `require`. Format them afterwards. */
import { stripTypeScriptTypes } from 'node:module';
import type { LanguageName } from '../../../packages/create-countersign/src/choices/languages.ts';

export function deriveTemplate(typescript: string, language: Exclude<LanguageName, 'typescript'>): string {
  const javascript = withoutTypes(typescript).replaceAll(/('\.{1,2}\/[^']*)\.ts'/g, "$1.js'");
  switch (language) {
    case 'javascript':
      return javascript;
    case 'commonjs':
      return asCommonJs(javascript);
  }
}

/** Lines of types alone go; where they stood is no gap. */
function withoutTypes(typescript: string): string {
  const before = typescript.split('\n');
  return stripTypeScriptTypes(typescript, { mode: 'strip' })
    .split('\n')
    .filter((line, index) => line.trim() !== '' || before[index] === '')
    .join('\n');
}

function asCommonJs(javascript: string): string {
  const exported = [...javascript.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(([, name]) => name);
  const body = javascript
    .replaceAll(/^import\s('[^']+');$/gm, 'require($1);')
    .replaceAll(/^import (\w+|\{[^}]+\}) from ('[^']+');$/gm, 'const $1 = require($2);')
    .replaceAll(/^export (?=async function|function|const)/gm, '');
  return exported.length === 0 ? body : `${body}\nmodule.exports = { ${exported.join(', ')} };\n`;
}
