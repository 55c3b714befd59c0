import type { Schemas } from '../api/client'
import type { Person } from './api'

export type Role = Schemas['NewAgentBody']['role']

/** What can be said of a person, as it is typed. */
export interface Said {
	name: string
	email: string
	role: Role
	departments: string[]
	languages: string[]
	/** With commas between. */
	skills: string
	freedom: number
	cap: number
	deputy: string
	brands: string[]
	accounts: string[]
}

export const unsaid: Said = {
	name: '',
	email: '',
	role: 'agent',
	departments: [],
	languages: [],
	skills: '',
	freedom: 2,
	cap: 8,
	deputy: '',
	brands: [],
	accounts: [],
}

/** saidOf is what is said of somebody now. */
export function saidOf(p: Person): Said {
	return {
		name: p.name,
		email: p.email,
		role: p.role as Role,
		departments: p.departments ?? [],
		languages: p.languages ?? [],
		skills: (p.skills ?? []).join(', '),
		freedom: p.freedom,
		cap: p.cap,
		deputy: p.deputy ?? '',
		brands: p.scope.brands ?? [],
		accounts: p.scope.accounts ?? [],
	}
}

/** bodyOf is what the server is told. It replaces everything, so that nothing may be left out that was there. */
export function bodyOf(said: Said, disabled = false): Schemas['NewAgentBody'] {
	return {
		name: said.name.trim(),
		email: said.email.trim(),
		role: said.role,
		departments: said.departments,
		languages: said.languages,
		skills: listOf(said.skills),
		freedom: said.freedom,
		cap: said.cap,
		...(said.deputy && { deputy: said.deputy }),
		...(disabled && { disabled }),
		scope: { brands: said.brands, accounts: said.accounts },
	}
}

/** listOf reads words with commas between, each once. */
export function listOf(text: string): string[] {
	const words = text.split(/[,،、;\n]/).map((w) => w.trim())
	return [...new Set(words.filter(Boolean))]
}
