/**
 * `npm run faults [-- --widget ID …] [--limit N] [--at-once N] [--match TEXT …]`: each file of the built site missing, cut
 * short, altered, slow, or a web page instead, one at a time; what a browser may refuse; and what it may lose in mid-run.
 *
 * Each file is tried with the cheapest use of a page that asks for it: a figure's run, its dialogs, a chapter that is
 * read, a search, a term's definition, the copy for reading offline. The page has to say what is wrong, and name the file
 * where the reader can do something about it, or to do without; to go on; and to be whole once the fault is gone. By turns
 * in both languages.
 *
 * `--widget`: only what that figure asks for; `--limit`: only the first N files; `--match`: only faults whose line holds
 * one of the texts; `--at-once`: pages at a time (3). Exit status 1 where something fails; bad input: one line, 2.
 */
import { parseArgs } from 'node:util';
import { locales } from '#src/i18n.ts';
import { readDeployment } from '#src/site/deployment.ts';
import { openBuiltSite } from './drive/built-site.ts';
import { kinds } from './drive/kinds.ts';
import { assetFaultNames } from './faults/assets.ts';
import { eachOf } from './faults/at-once.ts';
import { losses } from './faults/losses.ts';
import { type Matrix, surveyed, type Trial } from './faults/matrix.ts';
import { refusals } from './faults/refusals.ts';
import { type Outcome, tryFault } from './faults/try-fault.ts';
import { tryLoss } from './faults/try-loss.ts';
import { softwareWebgpuFlags } from './find-browser.ts';
import { positiveInteger, refuseArguments, widgetsNamed } from './node-lab.ts';

/** Faults between two lines about how far it has come. */
const REPORT_EVERY = 100;

const { widgets, whole, limit, atOnce, match } = await readArguments();
const began = performance.now();
const site = await openBuiltSite(softwareWebgpuFlags);
const tally = new Map<Outcome['coped'], number>();
let tried = 0;
let visits = 0;
let failed = 0;
let files = '';
try {
  const { outDir } = readDeployment(process.env);
  const matrix = await surveyed(site, outDir, widgets, whole, atOnce);
  const ofFiles = matrix.trials.slice(0, limit * assetFaultNames.length);
  files = `${matrix.asked} files of ${matrix.files} (${matrix.unasked.length} that no page asks for)`;
  console.log(`surveyed after ${minutes()}: ${files}`);
  if (whole) console.log(`nothing asks for: ${matrix.unasked.join(' ')}`);
  const trials = [...ofFiles, ...(limit === Number.POSITIVE_INFINITY ? others(matrix.uses) : [])];
  await eachOf(
    trials.filter(({ where, what }) => match.some((text) => `${where}: ${what}`.includes(text))),
    atOnce,
    attempt,
  );
} finally {
  await site.close();
}
const shares = [...tally].map(([coped, count]) => `${coped}: ${count}`).join(', ');
console.log(
  `${widgets.length} widgets, ${files}, ${tried} faults in ${visits} trials (${shares}) in ${minutes()}; ${failed} failures`,
);
process.exit(failed > 0 ? 1 : 0);

async function attempt({ where, what, files: count, run }: Trial): Promise<void> {
  const { coped, faults } = await run();
  tried += count;
  visits++;
  tally.set(coped, (tally.get(coped) ?? 0) + count);
  if (visits % REPORT_EVERY === 0) console.log(`${tried} faults in ${visits} trials after ${minutes()}`);
  if (faults.length === 0) return;
  failed++;
  console.log(`FAILED ${where}: ${what}: ${faults.join('; ')}`);
}

/** What a browser may refuse to each figure, and lose under one of each kind. */
function others(uses: Matrix['uses']): Trial[] {
  const localeOf = (nth: number) => locales[nth % locales.length] ?? 'en';
  const refused = uses.flatMap(({ widget, use }, w) =>
    refusals.map((refusal, r) => ({
      where: widget,
      what: refusal.name,
      files: 1,
      run: () => tryFault(site, widget, localeOf(w + r), refusal, use, 'start'),
    })),
  );
  const lost = kinds
    .filter((widget) => widgets.includes(widget))
    .flatMap((widget, w) =>
      losses.map((loss, l) => ({
        where: widget,
        what: loss.name,
        files: 1,
        run: () => tryLoss(site, widget, localeOf(w + l), loss),
      })),
    );
  return [...refused, ...lost];
}

function minutes(): string {
  return `${((performance.now() - began) / 60_000).toFixed(1)} min`;
}

async function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        widget: { type: 'string', multiple: true },
        limit: { type: 'string' },
        match: { type: 'string', multiple: true, default: [''] },
        'at-once': { type: 'string', default: '3' },
      },
    });
    return {
      widgets: await widgetsNamed(values.widget),
      whole: values.widget === undefined,
      limit: values.limit === undefined ? Number.POSITIVE_INFINITY : positiveInteger('limit', values.limit),
      atOnce: positiveInteger('at-once', values['at-once']),
      match: values.match,
    };
  } catch (error) {
    return refuseArguments(error, '--widget ID, --limit N, --at-once N, --match TEXT');
  }
}
