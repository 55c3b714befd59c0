import { Problem } from '../api/problem'
import { dirty, fingerprint, frozen, type Happening, type Keeper, keep, nothing, type Words } from './keeper'
import { type Carries, partsOf, type Sent, type Server, wordsOf } from './server'

/** How long somebody writes before it is kept, and how long they stop before it is looked over, in milliseconds. */
export const keepAfter = 1000
export const lookAfter = 400
const againAfter = 5000

/** Store is where words wait that the server does not have: they outlive a reload and the end of a session. */
export interface Store {
	load: (id: string) => Partial<Words> | undefined
	save: (id: string, words: Pick<Words, 'leg' | 'text' | 'note'> | undefined) => void
}

/** Keeping keeps on the server what is written in one conversation, second by second, and has it looked over. */
export class Keeping {
	#state: Keeper = nothing
	#changed = new Set<() => void>()
	#keepTimer: ReturnType<typeof setTimeout> | undefined
	#lookTimer: ReturnType<typeof setTimeout> | undefined
	#saving: Promise<void> | undefined
	/** What the way that is chosen can carry. */
	carries: Carries = { parts: 1 }

	constructor(
		readonly id: string,
		readonly server: Server,
		readonly store: Store,
	) {
		const words = store.load(id)
		if (words) this.#do({ is: 'found', words })
	}

	get = (): Keeper => this.#state

	subscribe = (changed: () => void): (() => void) => {
		this.#changed.add(changed)
		return () => this.#changed.delete(changed)
	}

	/** happen takes in what somebody does or what is told, and keeps what has to be kept. */
	happen(h: Happening): void {
		this.#do(h)
		this.#later()
	}

	/** flush keeps what is not kept yet. Afterwards trouble says whether that worked. */
	async flush(): Promise<void> {
		clearTimeout(this.#keepTimer)
		this.#keepTimer = undefined
		await this.#saving
		if (!dirty(this.#state) || frozen(this.#state) || this.#state.trouble?.is === 'stale') return
		this.#saving = this.#keep().finally(() => {
			this.#saving = undefined
		})
		await this.#saving
	}

	/** send sends what is kept. What the guard says comes back with it. */
	async send(take: boolean): Promise<Sent> {
		await this.flush()
		const { draft, trouble } = this.#state
		if (trouble?.is === 'refused') throw trouble.problem
		if (trouble || !draft) throw new Problem(0, 'offline', '', '')
		const sent = await this.server.send(draft.id, draft.version, take)
		this.#do(
			sent.outcome === 'allow' ? { is: 'gone' } : { is: 'saved', draft: sent.draft, what: this.#state.kept },
		)
		if (sent.draft.ruling && sent.outcome !== 'allow') this.#do({ is: 'ruled', ruling: sent.draft.ruling })
		return sent
	}

	/** drop gives up what was written to the customer. */
	async drop(): Promise<void> {
		const { draft } = this.#state
		this.#stop()
		this.#do({ is: 'gone' })
		if (draft) await this.server.drop(draft.id).catch(() => undefined) // nothing is lost when it stays
	}

	/** thaw lets frozen words be changed again: they wait for nobody any more. */
	async thaw(): Promise<void> {
		const { draft } = this.#state
		if (!draft) return
		const words = { leg: this.#state.leg, parts: partsOf(this.#state, this.carries) }
		const saved = await this.server.save(draft.id, draft.version, words)
		this.#do({ is: 'saved', draft: saved, what: fingerprint(this.#state) })
	}

	#later() {
		if (!dirty(this.#state) || frozen(this.#state)) return
		this.#keepTimer ??= setTimeout(() => void this.flush(), keepAfter)
		clearTimeout(this.#lookTimer)
		this.#lookTimer = setTimeout(() => void this.#look(), lookAfter)
	}

	async #look() {
		await this.flush()
		const { draft } = this.#state
		if (!draft || dirty(this.#state) || frozen(this.#state)) return
		await this.server.check(draft.id).then(
			(ruling) => this.#do({ is: 'ruled', ruling }),
			() => undefined, // sending looks again
		)
	}

	async #keep() {
		const words = { ...this.#state }
		if (fingerprint(words) === '') return this.drop()
		if (!words.leg) return
		this.#do({ is: 'saving' })
		const said = { leg: words.leg, parts: partsOf(words, this.carries) }
		try {
			const draft = words.draft
				? await this.server.save(words.draft.id, words.draft.version, said)
				: await this.server.create(this.id, said)
			this.#do({ is: 'saved', draft, what: fingerprint(words) })
			this.#later()
		} catch (error) {
			await this.#failed(error)
		}
	}

	async #failed(error: unknown) {
		const problem = error instanceof Problem ? error : new Problem(500, 'internal', '', '')
		const { draft } = this.#state
		if (problem.status === 0) {
			this.#do({ is: 'failed', trouble: { is: 'offline' } })
			this.#keepTimer = setTimeout(() => void this.flush(), againAfter)
			return
		}
		if (problem.code === 'stale' && draft) return this.#overtaken(draft.id)
		this.#do({ is: 'failed', trouble: { is: 'refused', problem } })
	}

	/** overtaken looks at what another tab kept. The same words are no conflict. */
	async #overtaken(id: string) {
		const theirs = await this.server.get(id).catch(() => undefined)
		if (!theirs) return this.#do({ is: 'failed', trouble: { is: 'offline' } })
		if (fingerprint(wordsOf(theirs)) === fingerprint(this.#state)) {
			return this.#do({ is: 'saved', draft: theirs, what: fingerprint(this.#state) })
		}
		this.#do({ is: 'failed', trouble: { is: 'stale', theirs } })
	}

	#stop() {
		clearTimeout(this.#keepTimer)
		clearTimeout(this.#lookTimer)
		this.#keepTimer = undefined
	}

	#do(h: Happening) {
		const next = keep(this.#state, h)
		if (next === this.#state) return
		this.#state = next
		const waits = dirty(next) || next.note !== ''
		this.store.save(this.id, waits ? { leg: next.leg, text: next.text, note: next.note } : undefined)
		for (const changed of this.#changed) changed()
	}
}
