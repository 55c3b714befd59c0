import { Problem } from '../api/problem'
import { type Draft, dirty, frozen, type Order } from './keeper'
import { Patience } from './patience'
import { isOpen, problemOf, type Saving } from './saving'
import type { Sent } from './server'
import type { Written } from './written'

/** How long a public post waits before it leaves, in milliseconds. */
export const leaveAfter = 5000

/** TellSent is told when words have gone out. Sent is missing when only that is known. */
export type TellSent = (conversation: string, order: Order, sent?: Sent) => void

/** Sending is what becomes of an answer from the press of the button until the server's word of it. */
export class Sending {
	#leaveTimer: ReturnType<typeof setTimeout> | undefined
	#standsTimer: ReturnType<typeof setTimeout> | undefined
	#patience = new Patience()
	#looking: Promise<void> | undefined

	constructor(
		readonly written: Written,
		readonly saving: Saving,
		readonly told?: TellSent,
	) {}

	/** begin sends what is written. What everybody will see waits for a moment first. */
	begin(order: Order): void {
		if (frozen(this.written.now)) return
		if (!order.open) return void this.#send(order)
		this.written.take({ is: 'going', going: { is: 'leaves', at: new Date(Date.now() + leaveAfter), order } })
		this.#leaveTimer = setTimeout(() => this.now(), leaveAfter)
		void this.saving.flush()
	}

	/** undo keeps what waits from leaving. Reports whether that was in time. */
	undo(): boolean {
		clearTimeout(this.#leaveTimer)
		if (this.#going?.is !== 'leaves') return false
		this.written.take({ is: 'going' })
		return true
	}

	/** now sends at once what waits. */
	now(): Promise<void> | undefined {
		const going = this.#going
		return this.undo() && going ? this.#send(going.order) : undefined
	}

	/** settle has what is under way come to its end, and keeps the rest. */
	async settle(): Promise<void> {
		const going = this.#going
		if (going?.is === 'leaves') return this.now()
		if (going?.is === 'unknown') return this.#look(going.order)
		return this.saving.flush()
	}

	/** rest stops it. What was about to leave has not left, and says so. */
	rest(): void {
		this.stop()
		const going = this.#going
		if (this.undo() && going) this.#refused(going.order, signedOut())
	}

	/** resume goes on asking what became of what was sent. */
	resume(): void {
		const going = this.#going
		if (going?.is === 'unknown') void this.#look(going.order)
	}

	/** stop lets go of what would be asked for later. */
	stop(): void {
		clearTimeout(this.#standsTimer)
	}

	get #going() {
		return this.written.now.going
	}

	async #send(order: Order): Promise<void> {
		this.written.take({ is: 'going', going: { is: 'sending', order } })
		try {
			await this.saving.flush()
			const { draft, trouble } = this.written.now
			if (this.saving.resting) throw signedOut()
			if (trouble?.is === 'refused') throw trouble.problem
			if (trouble || !draft || dirty(this.written.now)) throw new Problem(0, 'offline', '', '')
			this.#went(order, await this.saving.server.send(draft.id, draft.version, order.take))
		} catch (error) {
			const problem = problemOf(error)
			if (problem.lost && !this.written.now.trouble) return this.#look(order)
			this.#refused(order, problem)
		}
	}

	#went(order: Order, sent: Sent) {
		if (sent.outcome === 'allow') this.written.take({ is: 'gone' })
		else this.#stopped(order, sent.draft)
		this.told?.(this.written.id, order, sent)
	}

	#stopped(order: Order, draft: Draft) {
		this.written.take({ is: 'saved', draft, what: this.written.now.kept })
		if (draft.ruling) this.written.take({ is: 'ruled', ruling: draft.ruling })
		this.written.take({ is: 'going', going: { is: 'stopped', order } })
	}

	#refused(order: Order, problem: Problem) {
		this.written.take({ is: 'going', going: { is: 'refused', problem, order } })
	}

	/** look asks the server what became of an answer. Whoever wants to know meanwhile waits for the same word. */
	#look(order: Order): Promise<void> {
		clearTimeout(this.#standsTimer)
		this.#looking ??= this.#ask(order).finally(() => {
			this.#looking = undefined
		})
		return this.#looking
	}

	/** ask comes before anything is said of an answer. It is never sent again by itself. */
	async #ask(order: Order): Promise<void> {
		const { draft } = this.written.now
		if (!draft) return
		this.written.take({ is: 'going', going: { is: 'unknown', order } })
		const there = await this.saving.server.get(draft.id).catch(() => undefined)
		if (this.#going?.is !== 'unknown' || this.saving.resting) return
		if (!there) {
			this.#standsTimer = this.#patience.again(() => void this.#look(order))
			return
		}
		this.#patience.worked()
		if (!isOpen(there)) {
			this.written.take({ is: 'gone' })
			this.told?.(this.written.id, order)
		} else if (there.version === draft.version) this.#refused(order, new Problem(0, 'not_arrived', '', ''))
		else this.#stopped(order, there)
	}
}

const signedOut = () => new Problem(401, 'signed_out', '', '')
