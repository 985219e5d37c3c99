import { describeFuzz } from './fuzz.suite.ts';

describeFuzz(20);
