/** Whoever collects pages may have them all; where the site knows its address, here is the list. Read at a host's root only. */
import type { APIRoute } from 'astro';

export const GET: APIRoute = ({ site }) => {
  const list =
    site && new URL(`${import.meta.env.BASE_URL}/sitemap-index.xml`.replaceAll('//', '/'), site).href;
  return new Response(`User-agent: *\nAllow: /\n${list ? `Sitemap: ${list}\n` : ''}`);
};
