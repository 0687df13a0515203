/** The nets in `public/models/` are what the program makes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

describe('npm run pretrain -- --check', () => {
  // the one that is made soonest; all of them: npm run pretrain -- --check
  it('finds a net as the program makes it, byte for byte', () => {
    const { status, stderr } = runCli('pretrain.ts', '--check', 'clean');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('names what is not there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'models-'));
    try {
      const { status, stderr } = runCli('pretrain.ts', '--check', 'clean', '--out', folder);
      expect(stderr).toContain('fashion-clean.bin is not there');
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses what it does not know', () => {
    for (const args of [['--force'], ['--check', 'nonsense'], ['clean']]) {
      const { status, stderr } = runCli('pretrain.ts', ...args);
      expect(status).toBe(2);
      expect(stderr).toContain(args.at(-1));
    }
  });
});
