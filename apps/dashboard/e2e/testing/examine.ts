import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { noteView, screenshotsFolder } from './report.ts';

const allWidths: readonly number[] = [360, 768, 1440];
const schemes = ['light', 'dark'] as const;
const restingSize = { width: 1440, height: 900 };

/** What is looked at less than everywhere. */
export interface ExamineOptions {
  /** Only these, for a state that there is at one width alone. */
  widths?: readonly number[];
}

/**
 * Looks at the page as it is, in three widths and both colour schemes: keeps a picture of each, expects axe to find nothing in
 * each, and nothing to be wider than the window.
 */
export async function examine(
  page: Page,
  name: string,
  { widths = allWidths }: ExamineOptions = {},
): Promise<void> {
  await mkdir(screenshotsFolder, { recursive: true });
  const findings: string[] = [];
  // The picture is of the whole page, and what is fixed to the window would stand in the middle of it.
  await page.evaluate(() => scrollTo(0, 0));
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of widths) {
      await page.setViewportSize({ width, height: restingSize.height });
      const view = `${name}-${width}-${colorScheme}`;
      const path = join(screenshotsFolder, `${view}.png`);
      // Colours that are on their way from one scheme to the other are at their end.
      await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      const { rules, violations } = await runAxe(page);
      await noteView({ state: name, width, colorScheme, rules, violations });
      findings.push(
        ...(tooWide > 0 ? [`${view}: ${tooWide} px wider than the window`] : []),
        ...violations.map((violation) => `${view}: ${violation}`),
      );
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(restingSize);
  expect(findings).toEqual([]);
}

/** How many rules axe applied, and what it finds, each with the elements that it concerns. */
async function runAxe(page: Page): Promise<{ rules: number; violations: string[] }> {
  // By the debugger, which the policy of the site does not bind.
  await page.evaluate(`window.axe || (() => { ${axe.source} })()`);
  const found = (await page.evaluate('axe.run()')) as axe.AxeResults;
  const violations = found.violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')})`,
  );
  return { rules: found.passes.length + violations.length, violations };
}
