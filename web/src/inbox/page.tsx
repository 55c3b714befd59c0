import { t } from '../words/catalogue'

export function InboxPage() {
	return <main>{t('inbox.mine')}</main>
}

export function ConversationPage() {
	return <main>{t('conversation.title')}</main>
}
