import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Page } from 'puppeteer-core';

/** A page as a reader has it open, and what it did that a page of a review must not do. */
export interface OpenPage {
  readonly page: Page;
  /** Messages on the console and errors. */
  readonly complaints: readonly string[];
  /** What it asked for beside itself. */
  readonly requests: readonly string[];
  /** What an expression is in the page. */
  readonly ask: (expression: string) => Promise<unknown>;
  /** Presses keys one after the other. */
  readonly press: (...keys: readonly Parameters<Page['keyboard']['press']>[0][]) => Promise<void>;
}

/** How a page is opened. */
export interface Opening {
  /** Behind the address, `#` included. @default - nothing */
  readonly hash?: string;
  /** Width in CSS pixels. @default 1280 */
  readonly width?: number;
  /** @default light */
  readonly scheme?: 'light' | 'dark';
  /** @default true */
  readonly scripts?: boolean;
}

/** A Chromium that opens pages from files. */
export interface PageOpener {
  readonly open: (html: string, opening?: Opening) => Promise<OpenPage>;
  readonly close: () => Promise<void>;
}

/** Starts a Chromium. */
export async function startChromium(program: string): Promise<PageOpener> {
  const folder = mkdtempSync(join(tmpdir(), 'kfaas-page-'));
  // Chromium has no sandbox for root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await puppeteer.launch({ executablePath: program, args });
  let count = 0;
  return {
    open: async (html, { hash = '', width = 1280, scheme = 'light', scripts = true } = {}) => {
      for (const old of await browser.pages()) if (count > 0) await old.close();
      count += 1;
      const file = join(folder, `${count}.html`);
      writeFileSync(file, html);
      const page = await browser.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      const url = pathToFileURL(file).href;
      page.on('request', (request) => {
        if (request.url().split('#')[0] !== url) requests.push(request.url());
      });
      await page.setViewport({ width, height: 800 });
      await page.setJavaScriptEnabled(scripts);
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.goto(url + hash);
      return {
        page,
        complaints,
        requests,
        ask: (expression) => page.evaluate(expression),
        press: async (...keys) => {
          for (const key of keys) await page.keyboard.press(key);
        },
      };
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
