import { Problem } from '../api/problem'
import { type Draft, dirty, fingerprint, frozen, type Keeper, underWay } from './keeper'
import { Patience } from './patience'
import { type Carries, type Kept, partsOf, type Server, wordsOf } from './server'
import type { Written } from './written'

/** How long somebody writes before it is kept, and how long they stop before it is looked over, in milliseconds. */
export const keepAfter = 1000
export const lookAfter = 400

/** Saving keeps on the server what is written, second by second, and takes in what another tab wrote or did. */
export class Saving {
	/** What the way that is chosen can carry. */
	carries: Carries = { parts: 1 }
	/** Nobody is signed in any more: nothing is asked for. */
	resting = false
	#keepTimer: ReturnType<typeof setTimeout> | undefined
	#lookTimer: ReturnType<typeof setTimeout> | undefined
	#patience = new Patience()
	#underWay: Promise<void> | undefined
	#looking = false
	#drafts: Draft[] = []

	constructor(
		readonly written: Written,
		readonly server: Server,
	) {}

	/** later keeps it soon, and has it looked over once whoever writes stops. */
	later(): void {
		if (!dirty(this.#now) || frozen(this.#now) || this.resting) return
		this.#keepTimer ??= setTimeout(() => void this.flush(), keepAfter)
		clearTimeout(this.#lookTimer)
		this.#lookTimer = setTimeout(() => void this.#check(), lookAfter)
	}

	/** flush keeps what is not kept yet. Afterwards trouble says whether that worked. */
	async flush(): Promise<void> {
		while (this.#underWay) await this.#underWay // another may have begun the next one meanwhile
		clearTimeout(this.#keepTimer)
		this.#keepTimer = undefined
		const { trouble, draft } = this.#now
		const waits = trouble?.is === 'stale' || trouble?.is === 'ended'
		if (!dirty(this.#now) || waits || this.resting || (draft && draft.state !== 'editing')) return
		this.#underWay = this.#keep().finally(() => {
			this.#underWay = undefined
		})
		await this.#underWay
	}

	/** see takes in one's own drafts as the server has them: another tab's words, and what became of one's own. */
	see(drafts: Draft[]): void {
		this.#drafts = drafts
		const { draft } = this.#now
		const own = draft ? drafts.find((d) => d.id === draft.id) : drafts.at(-1)
		if (own) this.written.take({ is: 'seen', draft: own, words: wordsOf(own) })
		else if (draft) void this.#missed(draft.id)
		this.written.take({ is: 'beside', other: drafts.findLast((d) => d !== own) })
	}

	/** swap goes on with the other draft; this one stays beside it. */
	async swap(): Promise<void> {
		await this.flush()
		const { other, trouble } = this.#now
		if (!other || trouble) return
		this.written.take({ is: 'swapped', words: wordsOf(other) })
		this.see(this.#drafts)
	}

	/** dropOther gives the other draft up. */
	async dropOther(): Promise<void> {
		const { other } = this.#now
		if (!other) return
		await this.server.drop(other.id).catch(() => undefined)
		this.#drafts = this.#drafts.filter((d) => d.id !== other.id)
		this.written.take({ is: 'beside' })
	}

	/** drop gives up what was written to the customer. */
	async drop(): Promise<void> {
		const { draft } = this.#now
		this.stop()
		this.written.take({ is: 'gone' })
		if (draft) await this.server.drop(draft.id).catch(() => undefined) // nothing is lost when it stays
	}

	/** thaw lets frozen words be changed again: they wait for nobody any more. */
	async thaw(): Promise<void> {
		const { draft } = this.#now
		if (!draft) return
		const saved = await this.server.save(draft.id, draft.version, this.#said(this.#now))
		this.written.take({ is: 'saved', draft: saved, what: fingerprint(this.#now) })
	}

	/** stop lets go of what would be asked for later. */
	stop(): void {
		for (const timer of [this.#keepTimer, this.#lookTimer]) clearTimeout(timer)
		this.#keepTimer = undefined
	}

	get #now(): Keeper {
		return this.written.now
	}

	async #check() {
		await this.flush()
		const { draft } = this.#now
		if (!draft || dirty(this.#now) || frozen(this.#now)) return
		await this.server.check(draft.id).then(
			(ruling) => this.written.take({ is: 'ruled', ruling }),
			() => undefined, // sending looks again
		)
	}

	async #keep() {
		const words = { ...this.#now }
		if (fingerprint(words) === '') return this.drop()
		if (!words.leg) return
		this.written.take({ is: 'saving' })
		const said = this.#said(words)
		try {
			const draft = words.draft
				? await this.server.save(words.draft.id, words.draft.version, said)
				: await this.server.create(this.written.id, said)
			this.#patience.worked()
			this.written.take({ is: 'saved', draft, what: fingerprint(words) })
			this.later()
		} catch (error) {
			await this.#failed(problemOf(error))
		}
	}

	#said(words: Keeper): Kept {
		return { leg: words.leg, parts: partsOf(words, this.carries), to: words.to }
	}

	async #failed(problem: Problem) {
		const { draft } = this.#now
		if (draft && (problem.code === 'stale' || problem.code === 'conflict')) return this.#overtaken(draft.id)
		const trouble =
			problem.status === 0 ? ({ is: 'offline' } as const) : ({ is: 'refused', problem } as const)
		this.written.take({ is: 'failed', trouble })
		if (passing(problem)) this.#again()
	}

	#again() {
		this.#keepTimer ??= this.#patience.again(() => void this.flush())
	}

	/** overtaken looks at what another tab kept or did. The same words are no conflict. */
	async #overtaken(id: string) {
		const theirs = await this.server.get(id).catch(() => undefined)
		if (!theirs) {
			this.#again()
			return this.written.take({ is: 'failed', trouble: { is: 'offline' } })
		}
		if (!isOpen(theirs)) return this.written.take({ is: 'ended', state: theirs.state })
		if (fingerprint(wordsOf(theirs)) === fingerprint(this.#now)) {
			return this.written.take({ is: 'saved', draft: theirs, what: fingerprint(this.#now) })
		}
		this.written.take({ is: 'failed', trouble: { is: 'stale', theirs } })
	}

	/** missed looks what became of a draft the conversation does not list any more, or not yet. */
	async #missed(id: string) {
		if (this.#looking || underWay(this.#now)) return
		this.#looking = true
		const there = await this.server.get(id).catch(() => undefined)
		this.#looking = false
		const { draft, saving } = this.#now
		if (!there || isOpen(there) || saving || underWay(this.#now) || draft?.id !== id) return
		this.written.take({ is: 'ended', state: there.state })
		this.see(this.#drafts)
	}
}

/** isOpen reports whether a draft is still one: it was neither sent nor dropped. */
export const isOpen = (d: Draft) => d.state === 'editing' || d.state === 'held'
/** problemOf is what went wrong, whatever was thrown. */
export const problemOf = (error: unknown) =>
	error instanceof Problem ? error : new Problem(500, 'internal', '', '')
const passing = (p: Problem) => p.status === 0 || p.status === 429 || p.status >= 500
