/**
 * `npm run faults [-- --widget ID …] [--limit N]`: each file that a widget needs missing, cut short, altered, slow, or a
 * web page instead, one at a time; then what a browser may refuse. The files are those that the page asks for while it is
 * used, so none has to be listed; one that several widgets share is tried with the first of them.
 *
 * The page has to say what is wrong and name the file, or to do without it and come to the same numbers; to go on; and to
 * run once the fault is gone. By turns in both languages. `--limit`: only the first N files. Exit status 1 where
 * something fails; bad input: one line, 2.
 */
import { parseArgs } from 'node:util';
import { locales } from '#src/i18n.ts';
import { openBuiltSite } from './drive/built-site.ts';
import { type AssetFault, assetFaults, faultOf, type Use, useUndisturbed } from './faults/assets.ts';
import { refusals } from './faults/refusals.ts';
import { type Fault, tryFault } from './faults/try-fault.ts';
import { positiveInteger, refuseArguments, widgetsNamed } from './node-lab.ts';

const { widgets, limit } = await readArguments();
const site = await openBuiltSite();
const seen = new Set<string>();
const tally = new Map<string, number>();
let tried = 0;
let failed = 0;
try {
  for (const widget of widgets) await tryWidget(widget);
} finally {
  await site.close();
}
const shares = [...tally].map(([coped, count]) => `${coped}: ${count}`).join(', ');
console.log(`${widgets.length} widgets, ${seen.size} files, ${tried} faults (${shares}); ${failed} failures`);
process.exit(failed > 0 ? 1 : 0);

async function tryWidget(widget: string): Promise<void> {
  const use = await useUndisturbed(site, widget);
  for (const asset of use.assets) {
    if (seen.has(asset) || seen.size >= limit) continue;
    seen.add(asset);
    for (const kind of Object.keys(assetFaults) as AssetFault[])
      await report(widget, faultOf(asset, kind), use);
  }
  for (const refusal of refusals) await report(widget, refusal, use);
}

async function report(widget: string, fault: Fault, { summary }: Use): Promise<void> {
  const { coped, faults } = await tryFault(
    site,
    widget,
    locales[tried % locales.length] ?? 'en',
    fault,
    summary,
  );
  tried++;
  tally.set(coped, (tally.get(coped) ?? 0) + 1);
  if (faults.length === 0) return;
  failed++;
  console.log(`FAILED ${widget}: ${fault.name}: ${faults.join('; ')}`);
}

async function readArguments() {
  try {
    const { values } = parseArgs({
      options: { widget: { type: 'string', multiple: true }, limit: { type: 'string' } },
    });
    return {
      widgets: await widgetsNamed(values.widget),
      limit: values.limit === undefined ? Number.POSITIVE_INFINITY : positiveInteger('limit', values.limit),
    };
  } catch (error) {
    return refuseArguments(error, '--widget ID, --limit N');
  }
}
