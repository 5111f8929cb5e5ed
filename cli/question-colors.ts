import kleur from 'kleur';
import { mayColor } from './color';

// prompts colours with kleur, which knows nothing of NO_COLOR, and makes some of its marks while it is loaded.
kleur.enabled = mayColor(process.stdout);
