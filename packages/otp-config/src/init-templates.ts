/** Where the files of `init` are: beside the folder of this file, built or not. They are those of `create-countersign`. */
import { fileURLToPath } from 'node:url';

export const INIT_TEMPLATES = fileURLToPath(new URL('../init', import.meta.url));
