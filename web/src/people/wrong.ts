import { Problem } from '../api/client'

const fields = ['name', 'email', 'role', 'departments', 'skills', 'freedom', 'cap', 'scope']

/** wrongWith gives the words for a field that was refused. */
export const wrongWith = (error: unknown) => (field: string) =>
	error instanceof Problem ? error.field(field) : undefined

/** isPlaced says that a refusal stands beside the field it is about. */
export const isPlaced = (error: unknown) => fields.some((f) => wrongWith(error)(f) !== undefined)
