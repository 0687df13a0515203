/** Sources that the build hands to browsers as they are, without bundling. */
import ts from 'typescript';

/** @param source TypeScript that imports nothing, with `export {};` for what makes it a module */
export function plainScript(source: string): string {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  return outputText.replace(/^export \{\};\s*$/m, '');
}
