export const inbox = {
	'inbox.mine': 'My work',
	'inbox.offered': 'Offered to me',
	'inbox.unowned': 'Unowned',
	'inbox.all': 'Everything',
	'inbox.closed': 'Closed',
} as const
