import { readFile } from 'node:fs/promises';
import { unified } from '@astrojs/markdown-remark';
import preact from '@astrojs/preact';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { languageNames } from './src/i18n.ts';
import { budgeted } from './src/site/budgets.ts';
import { allColors } from './src/site/code-colors.ts';
import { rendererWithoutScrolling } from './src/site/code-script.ts';
import { contentsScript } from './src/site/contents-script.ts';
import { readDeployment } from './src/site/deployment.ts';
import { figuresInSearch } from './src/site/figures-in-search.ts';
import { hardening } from './src/site/hardening.ts';
import { missingParts } from './src/site/missing-parts.ts';
import { notices } from './src/site/notices.ts';
import { offline } from './src/site/offline.ts';
import { plainScript } from './src/site/plain-script.ts';
import { recordsApart } from './src/site/records-apart.ts';
import { rehypeBase } from './src/site/rehype-base.ts';
import { rehypeFormulas } from './src/site/rehype-formulas.ts';
import { rehypeLanguage } from './src/site/rehype-language.ts';
import { rehypeLeanFormulas } from './src/site/rehype-lean-formulas.ts';
import { rehypePowers } from './src/site/rehype-powers.ts';
import { rehypeSearch } from './src/site/rehype-search.ts';
import { rehypeTables } from './src/site/rehype-tables.ts';
import { rehypeWhole } from './src/site/rehype-whole.ts';
import { searchFailures } from './src/site/search-failures.ts';
import { searchScript } from './src/site/search-script.ts';
import { sidebar } from './src/site/sidebar.ts';
import { siteMap } from './src/site/site-map.ts';
import { CARD_HEIGHT, CARD_WIDTH } from './src/site/social-card.ts';
import { waking } from './src/site/waking.ts';

const { site, base, outDir, offline: keepsOffline } = readDeployment(process.env);

export default defineConfig({
  ...(site ? { site } : {}),
  base,
  outDir,
  trailingSlash: 'always',
  prefetch: false, // a page's scripts have a budget, and a worker keeps the whole course after the first visit
  build: { inlineStylesheets: 'never' }, // each of them would need its hash in the Content-Security-Policy
  markdown: {
    processor: unified({
      smartypants: false, // it would turn the “--” of a cited title into a dash; authors type “ ” ’ themselves
      remarkPlugins: [remarkMath],
      rehypePlugins: [
        rehypePowers,
        [rehypeKatex, { strict: 'error' }],
        rehypeLeanFormulas,
        rehypeFormulas,
        [rehypeBase, { base }],
        rehypeLanguage,
        rehypeSearch,
        rehypeTables,
        rehypeWhole,
      ],
    }),
  },
  integrations: [
    figuresInSearch(), // before Starlight, which indexes the pages
    starlight({
      title: { en: 'Neural network details, live', 'zh-CN': '神经网络细节·边读边跑' },
      description:
        'A course on training neural networks in which every figure is an experiment that runs in your page.',
      locales: {
        en: { label: languageNames.en, lang: 'en' },
        'zh-cn': { label: languageNames['zh-cn'], lang: 'zh-CN' },
      },
      defaultLocale: 'en',
      favicon: '/favicon.svg',
      sidebar,
      customCss: [
        'katex/dist/katex.min.css',
        './src/styles/roles.css',
        './src/styles/shell.css',
        './src/styles/chinese.css',
        './src/styles/cards.css',
        './src/styles/widget.css',
        './src/styles/charts.css',
        './src/styles/controls.css',
        './src/styles/dialogs.css',
        './src/styles/kept-runs.css',
        './src/styles/glossary.css',
        './src/styles/forced-colors.css',
      ],
      credits: false,
      head: [
        { tag: 'script', content: plainScript(await readFile('src/site/storage-stand-in.ts', 'utf8')) },
        { tag: 'script', content: plainScript(await readFile('src/site/spoken-formulas.ts', 'utf8')) },
        // other sites ask for whole addresses, so there is a picture only where the site knows its own
        ...(site
          ? [
              { tag: 'meta', attrs: { property: 'og:image', content: `${site}${base}images/card.png` } },
              { tag: 'meta', attrs: { property: 'og:image:width', content: `${CARD_WIDTH}` } },
              { tag: 'meta', attrs: { property: 'og:image:height', content: `${CARD_HEIGHT}` } },
            ]
          : []),
      ],
      components: { Footer: './src/components/Footer.astro' },
      expressiveCode: {
        defaultProps: { wrap: true, hangingIndent: 4 }, // what a reader can't see is no example
        customCreateRenderer: rendererWithoutScrolling,
        shiki: { transformers: [allColors] },
        // Starlight tells a page's language by a folder that this site doesn't have
        getBlockLocale: ({ file }) => (file.path?.includes('/content/zh-cn/') ? 'zh-CN' : 'en'),
      },
      disable404Route: true, // src/pages/404.astro speaks both languages
    }),
    preact(),
    waking(),
    contentsScript(),
    missingParts(),
    searchScript(),
    searchFailures(),
    recordsApart(base),
    hardening(base),
    notices(),
    offline(keepsOffline), // after all that changes a file: it takes the hash of each
    budgeted(),
    siteMap(site, base),
  ],
  vite: {
    worker: {
      format: 'es',
      // a file of its own, which its door imports (worker-door.ts)
      rolldownOptions: {
        output: { codeSplitting: { groups: [{ name: 'worker', test: /\/src\/lab\/worker\.ts$/ }] } },
      },
    },
    // lists of what each lazy part needs would cost every page more than they save the reader who asks for one
    plugins: [
      {
        name: 'no-preload-lists',
        configEnvironment: (name) => (name === 'client' ? { build: { modulePreload: false } } : undefined),
      },
    ],
    // found only when a figure first runs, they would make `npm run dev` reload the page under the reader's click
    optimizeDeps: {
      include: [
        '@tensorflow/tfjs-core',
        '@tensorflow/tfjs-backend-cpu',
        '@tensorflow/tfjs-backend-wasm',
        '@tensorflow/tfjs-backend-webgl',
        '@tensorflow/tfjs-backend-webgpu',
        'pure-rand/generator/xoroshiro128plus',
        'uplot',
      ],
    },
    build: {
      chunkSizeWarningLimit: 2500,
      assetsInlineLimit: (file) => (/\.woff2?$/.test(file) ? false : undefined), // fonts come from files, only when used
      rolldownOptions: {
        onLog(level, log, handle) {
          // Astro marks its modules with a directive of its own, and needs it no more by the time they are bundled.
          if (log.code === 'MODULE_LEVEL_DIRECTIVE' && log.message.includes('use astro:')) return;
          handle(level, log);
        },
      },
    },
  },
});
