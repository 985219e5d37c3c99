import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The API of `dev`, for `vite` itself: what people open is the page that `dev` serves. */
const localHosting = process.env['KLAYIM_DASHBOARD_URL'] ?? 'http://127.0.0.1:5002';

/**
 * Modules that the list of connections loads, and other pages too, but not the sign-in page. What tells and mends problems is not among
 * them: it is loaded when there is one.
 */
const sharedByFirstPage = [
  /src[\\/](connections[\\/](connection-status|party-text|provider-mark|queries|renewal|scope-text)|text[\\/]en[\\/]connections|ui[\\/](badge|search-field|time|use-now))/,
  /icons[\\/](plus|search-x)\.|[\\/](useInfiniteQuery|infiniteQueryObserver)\./,
];

export default defineConfig({
  plugins: [react()],
  // wouter asks for a substitute of what React has had since version 18.
  resolve: { alias: { 'use-sync-external-store/shim/index.js': 'react' } },
  build: {
    target: 'es2024',
    // The policy of the site allows nothing inline and no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rollupOptions: {
      input: ['index.html', 'sign-in.html'],
      output: {
        // What the first page shares with others is one file rather than ten, which is smaller.
        codeSplitting: {
          groups: [
            {
              name: 'first-page',
              test: (id) => sharedByFirstPage.some((pattern) => pattern.test(id)),
              minShareCount: 2,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': localHosting, '/__': localHosting, '/development.json': localHosting },
  },
});
