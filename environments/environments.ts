import type { Environment } from '../inventory';
import { prod } from './prod';
import { staging } from './staging';
import { test } from './test';

/** Every environment of the company, in the order in which a change travels. */
export const ENVIRONMENTS: readonly Environment[] = [test, staging, prod];
