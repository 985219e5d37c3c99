import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = globSync(['*.md', 'docs/**/*.md', '{apps,packages,tools}/*/README.md'], { cwd: root }).sort();
const read = (page: string) => readFileSync(join(root, page), 'utf8');

/** The anchor that a heading has on GitHub. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading ?? ''));
}

describe('the documentation', () => {
  it.each(pages)('%s links only to files and headings that exist', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(
      ([, target]) => target ?? '',
    );
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) {
        return true;
      }
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('lists every page and every decision in docs/README.md', () => {
    const index = read('docs/README.md');
    const listed = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
    const missing = listed.filter(
      (page) =>
        !index.includes(`(${page.slice('docs/'.length)})`) && !/docs\/(performance|scale)\//.test(page),
    );
    expect(missing).toEqual([]);
  });

  it('gives every decision a number, a status and a date', () => {
    const decisions = pages.filter((page) => page.startsWith('docs/adr/'));
    const wrong = decisions.filter((page) => {
      const number = Number(/\/(\d+)-/.exec(page)?.[1]);
      return !new RegExp(
        `^# ${number}\\. .+\n\nStatus: (accepted|superseded by .+), \\d{4}-\\d\\d-\\d\\d\n`,
      ).test(read(page));
    });
    expect(wrong).toEqual([]);
  });
});
