export const session = {
	'session.title': 'Sign in',
	'session.lead': 'Somebody speaks. Who answers?',
	'session.email': 'Your email',
	'session.password': 'Password',
	'session.submit': 'Sign in',
	'session.over': 'Please sign in again.',
	'session.overHint': 'What you were writing is kept.',
	'session.help': 'Forgotten it? Whoever runs this installation can give you a new link.',
	'session.welcome': 'Your invitation',
} as const
