import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The API of `dev`, for `vite` itself: what people open is the page that `dev` serves. */
const localHosting = process.env['KLAYIM_DASHBOARD_URL'] ?? 'http://127.0.0.1:5002';

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
    rollupOptions: { input: ['index.html', 'sign-in.html'] },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': localHosting, '/__': localHosting, '/development.json': localHosting },
  },
});
