/** README and CONTRIBUTING: what they name is there, and what is there they name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const documents = ['README.md', 'CONTRIBUTING.md'] as const;
const texts = documents.map((file) => readFileSync(file, 'utf8'));
const [readme = '', contributing = ''] = texts;
const architecture = /## Architecture\n([\s\S]*?)\nImports point/.exec(readme)?.[1] ?? '';

/** A name that stands for any, or for what the reader is about to make. */
const placeholder = /LOCALE|PART|CHAPTER|\bID\b|NAME|…|\*|coin-flips/;

/** Folders and files that are named from the root, as in `src/lab/` and `test/backends.ts`. */
const pathsIn = (text: string) =>
  [...text.matchAll(/(?<![\w./#-])(?:src|widgets|test|content|public|\.github)\/[\w./*…-]*/g)].map(([path]) =>
    path.replace(/\.$/, ''),
  );

it.each(documents)('%s names no folder and no file that is not there', (file) => {
  const paths = pathsIn(readFileSync(file, 'utf8')).filter((path) => !placeholder.test(path));
  expect(paths.length).toBeGreaterThan(8);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

it('the architecture names all that lies in src/ and test/, and each kind of file in a widget', () => {
  const lies = (folder: string) =>
    readdirSync(folder, { withFileTypes: true }).map(
      (entry) => `${folder}/${entry.name}${entry.isDirectory() ? '/' : ''}`,
    );
  const folders = lies('test').filter((path) => path.endsWith('/'));
  const mirrors = folders.filter(
    (path) => existsSync(path.replace('test/', 'src/')) || path === 'test/widgets/',
  );
  expect(
    [...lies('src'), ...folders].filter((path) => !mirrors.includes(path) && !architecture.includes(path)),
  ).toEqual([]);
  const everywhere = readdirSync('widgets').map((id) => readdirSync(`widgets/${id}`));
  const [first = [], ...others] = everywhere;
  const common = first.filter((file) => others.every((files) => files.includes(file)));
  expect(common.filter((file) => !architecture.includes(`    ${file} `))).toEqual([]);
});

it('each command is there, and is named', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = texts.flatMap((text) =>
    [...text.matchAll(/\bnpm (?:run (?:-s )?)?(start|test|(?<=run )(?:-s )?[\w:]+|(?<=run -s )[\w:]+)/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  expect(
    Object.keys(scripts).filter(
      (name) => !readme.includes(name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`),
    ),
  ).toEqual([]);
});

it('the widget that CONTRIBUTING writes out takes what is there', () => {
  const taken = [...contributing.matchAll(/import (?:type )?\{([^}]*)\} from '#src\/([^']+)';/g)].flatMap(
    ([, names = '', file = '']) =>
      names.split(',').map((name) => ({ file: `src/${file}`, name: name.replace('type ', '').trim() })),
  );
  expect(taken.length).toBeGreaterThan(15);
  const missing = taken.filter(({ file, name }) => {
    const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return !new RegExp(`export (?:const|(?:async )?function|type|interface) ${name}\\b`).test(source);
  });
  expect(missing).toEqual([]);
});
