import kleur from 'kleur';
import { mayColor } from '../terminal';

// prompts uses kleur, which ignores NO_COLOR and colours some symbols when it is loaded.
kleur.enabled = mayColor(process.stdout);
