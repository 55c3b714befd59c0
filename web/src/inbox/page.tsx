import { useParams } from '@tanstack/react-router'
import { Conversation } from '../conversation/conversation'
import { t } from '../words/catalogue'

export function InboxPage() {
	return <main>{t('inbox.mine')}</main>
}

export function ConversationPage() {
	const { id } = useParams({ strict: false })
	return (
		<main className="m-2 ms-0 min-h-0 flex-1 overflow-hidden rounded-sheet bg-surface shadow-rest max-rail:m-0 max-rail:rounded-none">
			<Conversation id={id ?? ''} />
		</main>
	)
}
