// Runs in the browser, after swagger-ui-bundle.js. Everything it loads comes from this API.
globalThis.SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayOperationId: true,
  displayRequestDuration: true,
  filter: true,
  // Swagger's own service would be asked about every document.
  validatorUrl: null,
  layout: 'BaseLayout',
});
