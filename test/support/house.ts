/**
 * The house as data: who lives on which floor, and through which doors one may enter. A package imports only from
 * floors below its own. Add a new package here, unless it is a vendor's; nothing else of these tests knows names.
 */
import { type ImportingFile, isRelative, packageOf, resolveRelative } from './imports.ts';
import { type Manifest, members, vendorSettingsOf } from './workspace.ts';

const SCOPE = '@countersign/';

interface Floor {
  readonly packages: readonly string[];
  /** What may be imported of `otp-core`, where that is not everything it exports. */
  readonly coreDoors?: readonly string[];
}

const ADAPTER_DOORS = ['@countersign/otp-core/spec', '@countersign/otp-core/adapter', '@countersign/otp-core/settings'];

/** Whoever tells settings of a vendor is an adapter. */
function vendors(): readonly string[] {
  return members('packages')
    .filter((member) => vendorSettingsOf(member) !== null)
    .map(({ shortName }) => shortName);
}

/** From the ground up. */
const FLOORS: readonly (readonly Floor[])[] = [
  // What writes new apps imports nothing of ours, so it stands beside the core.
  [{ packages: ['otp-core'] }, { packages: ['create-countersign'] }],
  [{ packages: ['otp-provider-utils'], coreDoors: ADAPTER_DOORS }],
  [
    { packages: vendors(), coreDoors: ADAPTER_DOORS },
    { packages: ['otp-redis', 'otp-postgres'], coreDoors: ADAPTER_DOORS },
    { packages: ['otp-routing', 'otp-phone', 'otp-testing'] },
  ],
  [{ packages: ['otp-config', 'otp-web', 'otp-better-auth'] }],
  [{ packages: ['otp-hooks'] }],
  [{ packages: ['otp-inbox'] }],
];

/** What is not shipped, tests above all, may use the published contract suites and the servers that nobody else has. */
const TEST_TOOLS = ['otp-testing', 'test-servers'];

/** Rooms of one package: what its folders may import of each other and of Node. Left out means anything. */
interface Room {
  readonly folder: string;
  /** Sibling rooms; its own files always. */
  readonly rooms?: readonly string[];
  readonly nodeModules: readonly string[];
}

const CORE_ROOMS: readonly Room[] = [
  { folder: 'spec', rooms: [], nodeModules: [] },
  { folder: 'errors', rooms: [], nodeModules: [] },
  { folder: 'settings', rooms: [], nodeModules: [] },
  { folder: 'adapter', rooms: ['spec', 'errors', 'settings'], nodeModules: [] },
  { folder: 'challenge', nodeModules: ['node:crypto'] },
  { folder: '', nodeModules: [] },
];

/** The package as the checks need it. */
export interface Resident {
  readonly folder: string;
  readonly shortName: string;
  readonly manifest: Manifest;
  /** Files that its entries reach. All others are tests and what helps them. */
  readonly shipped: ReadonlySet<string>;
}

export function isInHouse(shortName: string): boolean {
  return floorOf(shortName) !== undefined;
}

/** How many floors lie below it: 0 is the core. */
export function levelOf(shortName: string): number | undefined {
  return floorOf(shortName)?.level;
}

/** Every import of a package's file that the house does not allow, each as one sentence. */
export function offencesOf(resident: Resident, file: ImportingFile, rootManifest: Manifest): string[] {
  return file.imports.flatMap((specifier) => {
    const reason = isRelative(specifier)
      ? relativeOffence(resident, file, specifier)
      : (nodeOffence(resident, file, specifier) ??
        neighbourOffence(resident, file, specifier) ??
        undeclaredOffence(resident, file, specifier, rootManifest));
    return reason === undefined ? [] : [`${file.path} imports ${specifier}: ${reason}`];
  });
}

function relativeOffence(resident: Resident, file: ImportingFile, specifier: string): string | undefined {
  const target = resolveRelative(file, specifier);
  if (!target.startsWith(`${resident.folder}/`)) return 'a relative import must stay within its package';
  const room = coreRoomOf(resident, file.path);
  if (room?.rooms === undefined || !resident.shipped.has(file.path)) return undefined;
  const inner = target.slice(`${resident.folder}/src/`.length);
  const isAllowed = [room.folder, ...room.rooms].some((folder) => inner.startsWith(`${folder}/`));
  return isAllowed ? undefined : `${room.folder}/ may use ${room.rooms.join(', ') || 'nothing'} beside itself`;
}

function nodeOffence(resident: Resident, file: ImportingFile, specifier: string): string | undefined {
  if (!specifier.startsWith('node:') || !resident.shipped.has(file.path)) return undefined;
  const room = coreRoomOf(resident, file.path);
  if (room === undefined || room.nodeModules.includes(specifier)) return undefined;
  const others = CORE_ROOMS.filter(({ nodeModules }) => nodeModules.includes(specifier)).map(({ folder }) => folder);
  return `of ${resident.shortName}, ${others.length === 0 ? 'no room' : `only ${others.join(', ')}/`} may`;
}

function neighbourOffence(resident: Resident, file: ImportingFile, specifier: string): string | undefined {
  const name = packageOf(specifier);
  if (!name.startsWith(SCOPE)) return undefined;
  if (name === resident.manifest.name) return 'a package reaches its own files by relative imports';
  const neighbour = name.slice(SCOPE.length);
  if (!resident.shipped.has(file.path) && TEST_TOOLS.includes(neighbour)) return undefined;
  const own = floorOf(resident.shortName);
  const other = floorOf(neighbour);
  if (own === undefined || other === undefined) return 'not in the table of the house';
  if (other.level >= own.level) return 'everything points down';
  if (neighbour !== 'otp-core' || own.floor.coreDoors === undefined || !resident.shipped.has(file.path))
    return undefined;
  return own.floor.coreDoors.includes(specifier) ? undefined : `its doors are ${own.floor.coreDoors.join(' and ')}`;
}

function undeclaredOffence(
  resident: Resident,
  file: ImportingFile,
  specifier: string,
  rootManifest: Manifest,
): string | undefined {
  if (specifier.startsWith('node:')) return undefined;
  const name = packageOf(specifier);
  const { dependencies, peerDependencies, devDependencies } = resident.manifest;
  const shipped = { ...dependencies, ...peerDependencies };
  // A test runs here and nowhere else: what the root brings will do.
  const declared = resident.shipped.has(file.path)
    ? shipped
    : { ...shipped, ...devDependencies, ...rootManifest.devDependencies };
  return Object.hasOwn(declared, name) ? undefined : `${resident.folder}/package.json does not declare it`;
}

function coreRoomOf(resident: Resident, path: string): Room | undefined {
  const source = `${resident.folder}/src/`;
  if (resident.shortName !== 'otp-core' || !path.startsWith(source)) return undefined;
  return CORE_ROOMS.find(({ folder }) => path.startsWith(folder === '' ? source : `${source}${folder}/`));
}

function floorOf(shortName: string): { level: number; floor: Floor } | undefined {
  for (const [level, floors] of FLOORS.entries()) {
    const floor = floors.find(({ packages }) => packages.includes(shortName));
    if (floor !== undefined) return { level, floor };
  }
  return undefined;
}
