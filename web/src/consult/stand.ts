import type { Key } from '../words/catalogue'
import type { Advice, Consult } from './api'

/** What of the questions outside stands above a conversation. */
export interface Stand {
	/** Answers the lead has to decide about, with their questions. */
	waiting: { consult: Consult; advice: Advice }[]
	/** Questions an answer is waited for. */
	open: Consult[]
	/** Questions that ended without an answer since anything else was asked: they are the lead's again. */
	over: Consult[]
}

const isOpen = (c: Consult) => c.state === 'sending' || c.state === 'asked'

/** standOf parts what was asked outside by what there is to do about it. */
export function standOf(all: Consult[], closed: boolean): Stand {
	return {
		waiting: all.flatMap((consult) =>
			consult.advice.filter((a) => a.state === 'waiting').map((advice) => ({ consult, advice })),
		),
		open: all.filter(isOpen),
		over: closed
			? []
			: all.filter((c) => (c.state === 'expired' || c.state === 'failed') && !askedAgain(c, all)),
	}
}

/** askedAgain reports whether something was asked after a question ended: then nobody need be told of the end. */
const askedAgain = (c: Consult, all: Consult[]) =>
	all.some((other) => other.asked_at > (c.ended_at ?? c.asked_at))

const doubts: Record<string, Key> = {
	other_sender: 'consult.doubtOther',
	forged: 'consult.doubtForged',
	unproven: 'consult.doubtUnproven',
	late: 'consult.doubtLate',
	ended: 'consult.doubtEnded',
}

/** doubtWord says in words what speaks against an answer. */
export const doubtWord = (doubt: string): Key => doubts[doubt] ?? 'consult.doubtUnproven'

/** proofWord says in words what our own mail server found out about a sender. */
export function proofWord(a: Advice): Key {
	if (a.noted_by) return 'consult.proofNoted'
	if (a.proof.sender === 'genuine') return 'consult.proofGenuine'
	if (a.proof.sender === 'forged') return 'consult.proofForged'
	return a.proof.sender === 'unproven' ? 'consult.proofUnproven' : 'consult.proofNone'
}

/** proofResults are the results themselves, as servers write them. */
export function proofResults({ proof }: Advice): string {
	return (['dmarc', 'spf', 'dkim'] as const)
		.flatMap((method) => (proof[method] ? [`${method.toUpperCase()} ${proof[method]}`] : []))
		.join(' · ')
}
