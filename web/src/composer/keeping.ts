import { newKey } from '../api/intent'
import { Problem } from '../api/problem'
import {
	type Draft,
	dirty,
	type Found,
	fingerprint,
	frozen,
	type Happening,
	type Keeper,
	keep,
	nothing,
	type Order,
	underWay,
} from './keeper'
import { type Carries, type Kept, partsOf, type Sent, type Server, wordsOf } from './server'

/** How long somebody writes before it is kept, and how long they stop before it is looked over, in milliseconds. */
export const keepAfter = 1000
export const lookAfter = 400
/** How long a public post waits before it leaves, in milliseconds. */
export const leaveAfter = 5000
/** What did not work is tried again after this, and each time after twice as long. */
const againAfter = 5000
const againAtMost = 60_000

/** What of somebody's words this browser keeps by itself. */
export type PartName = 'text' | 'note' | 'answers'

/** Store is where words wait that the server does not have: they outlive the tab and the end of a session. */
export interface Store {
	load: (id: string) => Found
	save: (id: string, part: PartName, words: Found | undefined) => void
}

/** parts are what is stored: each by itself, and nothing that the server has. */
const parts: Record<PartName, (k: Keeper) => Found | undefined> = {
	text: (k) => (dirty(k) ? { leg: k.leg, text: k.text, files: k.files, to: k.to } : undefined),
	note: (k) => (k.note === '' ? undefined : { note: k.note, ...(k.noteKey && { noteKey: k.noteKey }) }),
	answers: (k) => (k.text !== '' && k.answers ? { answers: k.answers } : undefined),
}

/** Told is told what came of it when words have gone out. Sent is missing when only that is known. */
export interface Told {
	sent: (conversation: string, order: Order, sent?: Sent) => void
	noted: (conversation: string) => void
}

/**
 * Keeping keeps on the server what is written in one conversation, second by second, and has it looked over. It alone sends
 * it, and knows what became of that, wherever whoever wrote it has gone meanwhile.
 */
export class Keeping {
	#state: Keeper = nothing
	#changed = new Set<() => void>()
	#keepTimer: ReturnType<typeof setTimeout> | undefined
	#lookTimer: ReturnType<typeof setTimeout> | undefined
	#leaveTimer: ReturnType<typeof setTimeout> | undefined
	#standsTimer: ReturnType<typeof setTimeout> | undefined
	#wait = againAfter
	#saving: Promise<void> | undefined
	#resting = false
	#looking = false
	#drafts: Draft[] = []
	/** What the way that is chosen can carry. */
	carries: Carries = { parts: 1 }

	constructor(
		readonly id: string,
		readonly server: Server,
		readonly store: Store,
		readonly told?: Told,
	) {
		const words = store.load(id)
		if (Object.keys(words).length > 0) this.#do({ is: 'found', words })
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

	/** see takes in one's own drafts as the server has them: another tab's words, and what became of one's own. */
	see(drafts: Draft[]): void {
		this.#drafts = drafts
		const { draft } = this.#state
		const own = draft ? drafts.find((d) => d.id === draft.id) : drafts.at(-1)
		if (own) this.#do({ is: 'seen', draft: own, words: wordsOf(own) })
		else if (draft) void this.#missed(draft.id)
		this.#do({ is: 'beside', other: drafts.findLast((d) => d !== own) })
	}

	/** swap goes on with the other draft; this one stays beside it. */
	async swap(): Promise<void> {
		await this.flush()
		const { other, trouble } = this.#state
		if (!other || trouble) return
		this.#do({ is: 'swapped', words: wordsOf(other) })
		this.see(this.#drafts)
	}

	/** dropOther gives the other draft up. */
	async dropOther(): Promise<void> {
		const { other } = this.#state
		if (!other) return
		await this.server.drop(other.id).catch(() => undefined)
		this.#drafts = this.#drafts.filter((d) => d.id !== other.id)
		this.#do({ is: 'beside' })
	}

	/** flush keeps what is not kept yet. Afterwards trouble says whether that worked. */
	async flush(): Promise<void> {
		clearTimeout(this.#keepTimer)
		this.#keepTimer = undefined
		await this.#saving
		const { trouble, draft } = this.#state
		const waits = trouble?.is === 'stale' || trouble?.is === 'ended'
		if (!dirty(this.#state) || waits || this.#resting || (draft && draft.state !== 'editing')) return
		this.#saving = this.#keep().finally(() => {
			this.#saving = undefined
		})
		await this.#saving
	}

	/** begin sends what is written. What everybody will see waits for a moment first. */
	begin(order: Order): void {
		if (frozen(this.#state)) return
		if (!order.open) return void this.#send(order)
		this.#do({ is: 'going', going: { is: 'leaves', at: new Date(Date.now() + leaveAfter), order } })
		this.#leaveTimer = setTimeout(() => this.now(), leaveAfter)
		void this.flush()
	}

	/** undo keeps what waits from leaving. Reports whether that was in time. */
	undo(): boolean {
		clearTimeout(this.#leaveTimer)
		if (this.#state.going?.is !== 'leaves') return false
		this.#do({ is: 'going' })
		return true
	}

	/** now sends at once what waits. */
	now(): Promise<void> | undefined {
		const { going } = this.#state
		return this.undo() && going ? this.#send(going.order) : undefined
	}

	/** settle has what is under way come to its end, and keeps the rest. */
	async settle(): Promise<void> {
		const { going } = this.#state
		if (going?.is === 'leaves') return this.now()
		if (going?.is === 'unknown') return this.#look(going.order)
		return this.flush()
	}

	/** note tells colleagues what is noted. A note of which it is not known whether they have it is told once. */
	async note(): Promise<void> {
		const { note, noteKey } = this.#state
		const key = noteKey ?? newKey()
		this.#do({ is: 'noting', key })
		try {
			await this.server.note(this.id, note.trim(), key)
		} catch (error) {
			if (error instanceof Problem && !error.lost) this.#do({ is: 'noted', note: this.#state.note })
			throw error
		}
		if (this.#state.note === note) this.#do({ is: 'noted', note: '' })
		this.told?.noted(this.id)
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
		const saved = await this.server.save(draft.id, draft.version, this.#said(this.#state))
		this.#do({ is: 'saved', draft: saved, what: fingerprint(this.#state) })
	}

	/** rest stops all of it when nobody is signed in any more. What was about to leave has not left, and says so. */
	rest(): void {
		this.#resting = true
		this.#stop()
		const { going } = this.#state
		if (this.undo() && going) this.#refused(going.order, signedOut())
	}

	/** resume goes on when the same person is back. */
	resume(): void {
		if (!this.#resting) return
		this.#resting = false
		const { going } = this.#state
		if (going?.is === 'unknown') void this.#look(going.order)
		this.#later()
	}

	#later() {
		if (!dirty(this.#state) || frozen(this.#state) || this.#resting) return
		this.#keepTimer ??= setTimeout(() => void this.flush(), keepAfter)
		clearTimeout(this.#lookTimer)
		this.#lookTimer = setTimeout(() => void this.#check(), lookAfter)
	}

	async #check() {
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
		const said = this.#said(words)
		try {
			const draft = words.draft
				? await this.server.save(words.draft.id, words.draft.version, said)
				: await this.server.create(this.id, said)
			this.#wait = againAfter
			this.#do({ is: 'saved', draft, what: fingerprint(words) })
			this.#later()
		} catch (error) {
			await this.#failed(problemOf(error))
		}
	}

	#said(words: Keeper): Kept {
		return { leg: words.leg, parts: partsOf(words, this.carries), to: words.to }
	}

	async #failed(problem: Problem) {
		const { draft } = this.#state
		if (draft && (problem.code === 'stale' || problem.code === 'conflict')) return this.#overtaken(draft.id)
		const trouble =
			problem.status === 0 ? ({ is: 'offline' } as const) : ({ is: 'refused', problem } as const)
		this.#do({ is: 'failed', trouble })
		if (passing(problem)) this.#keepTimer ??= this.#again(() => void this.flush())
	}

	/** overtaken looks at what another tab kept or did. The same words are no conflict. */
	async #overtaken(id: string) {
		const theirs = await this.server.get(id).catch(() => undefined)
		if (!theirs) {
			this.#keepTimer ??= this.#again(() => void this.flush())
			return this.#do({ is: 'failed', trouble: { is: 'offline' } })
		}
		if (!isOpen(theirs)) return this.#do({ is: 'ended', state: theirs.state })
		if (fingerprint(wordsOf(theirs)) === fingerprint(this.#state)) {
			return this.#do({ is: 'saved', draft: theirs, what: fingerprint(this.#state) })
		}
		this.#do({ is: 'failed', trouble: { is: 'stale', theirs } })
	}

	/** missed looks what became of a draft the conversation does not list any more, or not yet. */
	async #missed(id: string) {
		if (this.#looking || underWay(this.#state)) return
		this.#looking = true
		const there = await this.server.get(id).catch(() => undefined)
		this.#looking = false
		const { draft, saving } = this.#state
		if (!there || isOpen(there) || saving || underWay(this.#state) || draft?.id !== id) return
		this.#do({ is: 'ended', state: there.state })
		this.see(this.#drafts)
	}

	async #send(order: Order): Promise<void> {
		this.#do({ is: 'going', going: { is: 'sending', order } })
		try {
			await this.flush()
			const { draft, trouble } = this.#state
			if (this.#resting) throw signedOut()
			if (trouble?.is === 'refused') throw trouble.problem
			if (trouble || !draft || dirty(this.#state)) throw new Problem(0, 'offline', '', '')
			this.#went(order, await this.server.send(draft.id, draft.version, order.take))
		} catch (error) {
			const problem = problemOf(error)
			if (problem.lost && !this.#state.trouble) return this.#look(order)
			this.#refused(order, problem)
		}
	}

	#went(order: Order, sent: Sent) {
		if (sent.outcome === 'allow') this.#do({ is: 'gone' })
		else this.#stopped(order, sent.draft)
		this.told?.sent(this.id, order, sent)
	}

	#stopped(order: Order, draft: Draft) {
		this.#do({ is: 'saved', draft, what: this.#state.kept })
		if (draft.ruling) this.#do({ is: 'ruled', ruling: draft.ruling })
		this.#do({ is: 'going', going: { is: 'stopped', order } })
	}

	#refused(order: Order, problem: Problem) {
		this.#do({ is: 'going', going: { is: 'refused', problem, order } })
	}

	/** look asks the server what became of an answer, before anything is said of it. It is never sent again by itself. */
	async #look(order: Order): Promise<void> {
		const { draft } = this.#state
		if (!draft) return
		this.#do({ is: 'going', going: { is: 'unknown', order } })
		const there = await this.server.get(draft.id).catch(() => undefined)
		if (this.#state.going?.is !== 'unknown' || this.#resting) return
		if (!there) {
			this.#standsTimer = this.#again(() => void this.#look(order))
			return
		}
		this.#wait = againAfter
		if (!isOpen(there)) {
			this.#do({ is: 'gone' })
			this.told?.sent(this.id, order)
		} else if (there.version === draft.version) this.#refused(order, new Problem(0, 'not_arrived', '', ''))
		else this.#stopped(order, there)
	}

	#again(run: () => void): ReturnType<typeof setTimeout> {
		const wait = this.#wait
		this.#wait = Math.min(2 * wait, againAtMost)
		return setTimeout(run, wait)
	}

	#stop() {
		for (const timer of [this.#keepTimer, this.#lookTimer, this.#standsTimer]) clearTimeout(timer)
		this.#keepTimer = undefined
	}

	#do(h: Happening) {
		const before = this.#state
		const next = keep(before, h)
		if (next === before) return
		this.#state = next
		for (const [name, part] of Object.entries(parts) as [PartName, (typeof parts)['text']][]) {
			const now = part(next)
			if (JSON.stringify(now) !== JSON.stringify(part(before))) this.store.save(this.id, name, now)
		}
		for (const changed of this.#changed) changed()
	}
}

const signedOut = () => new Problem(401, 'signed_out', '', '')
const isOpen = (d: Draft) => d.state === 'editing' || d.state === 'held'
const passing = (p: Problem) => p.status === 0 || p.status === 429 || p.status >= 500
const problemOf = (error: unknown) =>
	error instanceof Problem ? error : new Problem(500, 'internal', '', '')
