export const people = {
	'people.you': 'You',
	'people.somebody': 'Somebody',
} as const
