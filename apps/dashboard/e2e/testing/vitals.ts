import type { Page } from 'playwright-core';

/** As the browser's own entries tell it. */
export interface Vitals {
  /** Largest contentful paint, in milliseconds from the start of the navigation. */
  lcpMs: number;
  /** The slowest interaction, from the key or the click to the next frame, in milliseconds; what is below 16 counts as 16. */
  inpMs: number;
  /** Cumulative layout shift: the sum of all shifts that nobody caused. */
  cls: number;
}

/** Runs in the page, before anything of it. */
function collect(): void {
  const seen = { lcpMs: 0, inpMs: 16, cls: 0 };
  Object.assign(window, { vitalsSeen: seen });
  const observe = (type: string, note: (entry: PerformanceEntry) => void, options = {}): void => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        note(entry);
      }
    }).observe({ type, buffered: true, ...options });
  };
  observe('largest-contentful-paint', ({ startTime }) => {
    seen.lcpMs = Math.round(startTime);
  });
  observe('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    seen.cls += hadRecentInput ? 0 : value;
  });
  observe(
    'event',
    (entry) => {
      const { interactionId } = entry as PerformanceEntry & { interactionId: number };
      seen.inpMs = Math.max(seen.inpMs, interactionId > 0 ? entry.duration : 0);
    },
    { durationThreshold: 16 },
  );
}

/** Has every page that is opened from now on collect its entries. */
export async function collectVitals(page: Page): Promise<void> {
  await page.addInitScript(collect);
}

/** What the page has collected since it was opened. */
export async function readVitals(page: Page): Promise<Vitals> {
  // Entries are handed over after the frame that they are about.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return page.evaluate(() => (window as unknown as { vitalsSeen: Vitals }).vitalsSeen);
}
