/** Every link within the built site, checked against the files and the anchors that are really there. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface BrokenLink {
  /** The page it stands on, below the site's root. */
  readonly page: string;
  readonly target: string;
}

/** @param folder of a built site */
export function findBrokenLinks(folder: string): BrokenLink[] {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html'));
  const anchors = new Map<string, ReadonlySet<string>>();
  const anchorsOf = (page: string): ReadonlySet<string> => {
    const known = anchors.get(page) ?? anchorsIn(readFileSync(join(folder, page), 'utf8'));
    anchors.set(page, known);
    return known;
  };
  return pages
    .filter((page) => page !== '404.html')
    .flatMap((page) =>
      targetsIn(readFileSync(join(folder, page), 'utf8'))
        .filter((target) => !leads(target))
        .map((target) => ({ page, target })),
    );

  function leads(target: string): boolean {
    const [path = '', anchor] = target.split('#');
    const file = fileOf(folder, path);
    if (file === null) return false;
    return anchor === undefined || anchor === '' || !file.endsWith('.html') || anchorsOf(file).has(anchor);
  }

  function targetsIn(html: string): string[] {
    const targets = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, target = '']) => target);
    return [...new Set(targets)].filter((target) => target.startsWith('/') && !target.startsWith('//'));
  }
}

function anchorsIn(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id));
}

/** The file that a server of static files hands out for this path. */
function fileOf(folder: string, path: string): string | null {
  const plain = posix.normalize(decodeURI(path)).replace(/^\//, '');
  const choices = [plain, `${plain}.html`, posix.join(plain, 'index.html')];
  return choices.find((choice) => existsSync(join(folder, choice)) && statSync(join(folder, choice)).isFile()) ?? null;
}
