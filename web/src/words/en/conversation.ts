export const conversation = {
	'conversation.title': 'Conversation',
} as const
