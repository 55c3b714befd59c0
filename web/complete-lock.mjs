// Names in package-lock.json the optional packages of other platforms. A registry that mirrors only some platforms lets
// `npm install` write a lock file without them, which `npm ci` then refuses everywhere. Run it as `npm run lock`.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))

const systems = [
	'aix',
	'android',
	'darwin',
	'freebsd',
	'linux',
	'netbsd',
	'openbsd',
	'openharmony',
	'sunos',
	'win32',
]
const processors = [
	'arm64',
	'arm',
	'ia32',
	'x64',
	'ppc64',
	'riscv64',
	's390x',
	'wasm32',
	'loong64',
	'mips64el',
]

/** platform reads off a package's name where it runs: lightningcss-linux-x64-musl. */
function platform(name) {
	const words = name.split(/[-/]/)
	const pick = (all) => words.filter((w) => all.includes(w))
	const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : []
	return { cpu: pick(processors), os: pick(systems), libc }
}

function entry(name, version, by) {
	const { cpu, os, libc } = platform(name)
	return {
		version,
		...(cpu.length > 0 && { cpu }),
		...(by.dev && { dev: true }),
		...(libc.length > 0 && { libc }),
		optional: true,
		...(os.length > 0 && { os }),
	}
}

for (const by of Object.values(lock.packages)) {
	for (const [name, version] of Object.entries(by.optionalDependencies ?? {})) {
		lock.packages[`node_modules/${name}`] ??= entry(name, version, by)
	}
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, '\t')}\n`)
