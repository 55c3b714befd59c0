import type { Schemas } from '../api/client'
import { isMapping, policyOf } from './model'
import { at } from './yaml/data'

type Person = Pick<Schemas['Agent'], 'id' | 'name' | 'email' | 'departments' | 'disabled'>

/** Speakers are those who may agree for a department. */
export interface Speakers {
	people: Person[]
	/** One person speaks for it, whoever else belongs to it. */
	liaison: boolean
}

/**
 * speakersOf says who may agree for a department to a change: the liaison that the policy in force names, else the one of
 * the changed text, else everybody of the department.
 */
export function speakersOf(
	department: string,
	sources: { leads: string; draft: string },
	all: readonly Person[],
): Speakers {
	const people = all.filter((a) => !a.disabled && (a.departments ?? []).includes(department))
	for (const source of [sources.leads, sources.draft]) {
		const address = liaisonIn(source, department)
		const person = people.find((a) => a.email.toLowerCase() === address)
		if (person) return { people: [person], liaison: true }
	}
	return { people, liaison: false }
}

function liaisonIn(source: string, department: string): string | undefined {
	const said = at(policyOf(source)?.data, ['departments', department])
	return isMapping(said) && typeof said.liaison === 'string' ? said.liaison.toLowerCase() : undefined
}
