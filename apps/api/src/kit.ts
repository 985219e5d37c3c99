/** The same functions, with the parameters that an installation as a function kit asks for. */
import './config/kit-parameters.ts';

export * from './index.ts';
