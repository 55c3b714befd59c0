import type { Leg, Message, Recipient } from '../conversation/queries'

/** Whom is who may be meant by an answer: its author first, where they want answers elsewhere. */
export interface Whom {
	choices: Recipient[]
	/** Who gets it, once that is said. */
	chosen?: Recipient | undefined
}

/** answeredOn is what an answer on a leg answers; nothing while it has not been read. */
export function answeredOn(leg: Leg | undefined, said: Message[]): Message | undefined {
	return said.find((m) => m.direction === 'in' && m.external_id === leg?.last_message_key)
}

/** whomOf is who may be meant, where that is not clear. Capital letters make no other address. */
export function whomOf(answered: Message | undefined, to: string): Whom | undefined {
	const choices = answered?.answer_choices ?? []
	if (choices.length === 0) return undefined
	return { choices, chosen: choices.find((one) => isTo(one, to)) }
}

export const isTo = (one: Recipient, to: string) => one.address.toLowerCase() === to.toLowerCase()

/** readerOf is who reads it, by name: the customer, or the address that was chosen instead. */
export function readerOf(whom: Whom | undefined, customer: string): string {
	const chosen = whom?.chosen
	return !chosen || chosen === whom?.choices[0] ? customer : chosen.address
}
