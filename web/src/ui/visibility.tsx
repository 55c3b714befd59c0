import clsx from 'clsx'
import { type Key, t } from '../words/catalogue'
import { Icon, type IconName } from './icon'

export type Visibility = 'public' | 'private' | 'internal'

const icons: Record<string, IconName> = {
	public: 'public',
	direct: 'private',
	link_chat: 'link',
	email: 'email',
	call: 'call',
	private: 'private',
	internal: 'internal',
}
const words: Record<string, Key> = {
	public: 'state.public',
	direct: 'state.direct',
	link_chat: 'state.link',
	email: 'state.email',
	call: 'state.call',
	private: 'state.private',
	internal: 'state.internal',
}

export const colourOf: Record<Visibility, string> = {
	public: 'text-public',
	private: 'text-private',
	internal: 'text-internal',
}

/** channelIcon and channelWord name a kind of leg, or a visibility alone. */
export const channelIcon = (kind: string): IconName => icons[kind] ?? 'private'
export const channelWord = (kind: string): string => t(words[kind] ?? 'state.private')
/** visibilityOf is who can read what is said on a kind of leg. */
export const visibilityOf = (kind: string): Visibility =>
	kind === 'public' ? 'public' : kind === 'internal' ? 'internal' : 'private'

/** Readers says who can read something: an icon, a word, and the colour third. */
export function Readers({ kind, className }: { kind: string; className?: string }) {
	return (
		<span
			className={clsx(
				'inline-flex items-center gap-1 text-12 font-medium whitespace-nowrap',
				colourOf[visibilityOf(kind)],
				className,
			)}
		>
			<Icon name={channelIcon(kind)} size={14} />
			{channelWord(kind)}
		</span>
	)
}
