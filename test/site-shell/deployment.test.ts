/** Where the site is going to live, from the environment of its build. */
import { describe, expect, it } from 'vitest';
import { readDeployment } from '#src/site/deployment.ts';

describe('an environment', () => {
  it('that says nothing: the root of an unknown host', () => {
    expect(readDeployment({})).toEqual({ site: undefined, base: '/', outDir: './dist', offline: true });
    expect(readDeployment({ SITE_URL: '', BASE_PATH: '', OUT_DIR: '' })).toEqual({
      site: undefined,
      base: '/',
      outDir: './dist',
      offline: true,
    });
  });

  it.each([
    ['https://example.org', 'https://example.org', '/'],
    ['https://example.org/', 'https://example.org', '/'],
    ['http://localhost:4321', 'http://localhost:4321', '/'],
    ['https://example.org/course', 'https://example.org', '/course/'],
    ['https://example.org/course/', 'https://example.org', '/course/'],
    ['https://example.org/a/b', 'https://example.org', '/a/b/'],
    ['https://example.org/course/?from=mail#top', 'https://example.org', '/course/'],
  ])('SITE_URL=%s: %s, %s', (SITE_URL, site, base) => {
    expect(readDeployment({ SITE_URL })).toMatchObject({ site, base, outDir: './dist' });
  });

  it.each([
    ['course', '/course/'],
    ['/course', '/course/'],
    ['course/', '/course/'],
    ['/course/', '/course/'],
    ['/a/b-c_d.e~f', '/a/b-c_d.e~f/'],
    ['/', '/'],
  ])('BASE_PATH=%s: %s', (BASE_PATH, base) => {
    expect(readDeployment({ BASE_PATH })).toMatchObject({ site: undefined, base, outDir: './dist' });
  });

  it('with both: BASE_PATH wins over the path of SITE_URL', () => {
    expect(readDeployment({ SITE_URL: 'https://example.org/old/', BASE_PATH: '/new' })).toMatchObject({
      site: 'https://example.org',
      base: '/new/',
    });
    expect(readDeployment({ SITE_URL: 'https://example.org/old/', BASE_PATH: '/' }).base).toBe('/');
  });

  it('that is not to be kept offline', () => {
    expect(readDeployment({ OFFLINE: 'no' }).offline).toBe(false);
    expect(readDeployment({ OFFLINE: 'yes' }).offline).toBe(true);
    expect(() => readDeployment({ OFFLINE: 'never' })).toThrow('invalid OFFLINE; neither yes nor no: never');
  });

  it('with a folder to build into', () => {
    expect(readDeployment({ OUT_DIR: './elsewhere' }).outDir).toBe('./elsewhere');
  });
});

describe('a value that cannot be meant', () => {
  it.each([
    'example.org',
    '//example.org',
    '/course/',
    'ftp://example.org',
    'https://',
    'https://a b/',
    'javascript:0',
  ])('SITE_URL=%s', (SITE_URL) => {
    expect(() => readDeployment({ SITE_URL })).toThrow(
      new Error(`invalid SITE_URL; not an http(s) address: ${SITE_URL}`),
    );
  });

  it.each(['https://example.org/course/', '//course', '/a//b', 'a b', '/course?x=1', '/#top', 'a\\b', '//'])(
    'BASE_PATH=%s',
    (BASE_PATH) => {
      expect(() => readDeployment({ BASE_PATH })).toThrow(
        new Error(`invalid BASE_PATH; not a path such as /course/: ${BASE_PATH}`),
      );
    },
  );
});
