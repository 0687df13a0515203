/** What other sites show beside a link to the course: weights too small, too large, and Xavier's. */
import type { APIRoute } from 'astro';
import { socialCard } from '#src/site/social-card.ts';
import records from '#widgets/activation-statistics/baked.json';

export const GET: APIRoute = () => {
  const rows = (['tanh-small', 'tanh-large', 'tanh-xavier'] as const).map(
    (preset) => records[preset].frame.rawHistograms,
  );
  return new Response(socialCard(rows), { headers: { 'Content-Type': 'image/png' } });
};
