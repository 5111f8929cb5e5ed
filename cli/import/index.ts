export { addImport } from './import';
