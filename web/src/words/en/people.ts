export const people = {
	'people.you': 'You',
	'people.somebody': 'Somebody',
	'people.youWithin': 'you',
	'people.somebodyWithin': 'somebody',
} as const
