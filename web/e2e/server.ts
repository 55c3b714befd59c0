import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const binary = process.env.SWITCHBOARD_BINARY ?? '../bin/switchboard'

export const password = 'unrelated walrus teapot'

/** Server is the real binary on a data folder of its own. */
export class Server {
	readonly data = mkdtempSync(join(tmpdir(), 'switchboard-story-'))
	base = ''
	#process: ChildProcess | undefined

	/** run gives what a command prints. */
	run(args: string[], input = ''): string {
		return execFileSync(binary, ['--data', this.data, ...args], {
			input,
			encoding: 'utf8',
			stdio: 'pipe',
		})
	}

	/** start serves on a free port of the loopback address and waits until requests are answered. */
	async start(...args: string[]): Promise<this> {
		const child = spawn(binary, ['--data', this.data, 'serve', '--listen', '127.0.0.1:0', ...args], {
			stdio: ['ignore', 'ignore', 'pipe'],
		})
		this.#process = child
		const said: string[] = []
		for await (const line of createInterface({ input: child.stderr as NodeJS.ReadableStream })) {
			said.push(line)
			const at = /msg=ready address=(\S+)/.exec(line)
			if (at) {
				this.base = `http://${at[1]}`
				child.stderr?.resume()
				return this
			}
		}
		throw new Error(`the server did not start:\n${said.join('\n')}`)
	}

	/** stop ends the server and removes its folder. */
	async stop(): Promise<void> {
		const child = this.#process
		if (child && child.exitCode === null) {
			const ended = new Promise((done) => child.once('exit', done))
			child.kill('SIGTERM')
			await ended
		}
		rmSync(this.data, { recursive: true, force: true })
	}
}
