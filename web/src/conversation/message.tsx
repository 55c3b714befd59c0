import clsx from 'clsx'
import { memo, type ReactNode } from 'react'
import { AdviceFrom } from '../consult/from'
import { Avatar } from '../ui/avatar'
import { Icon, type IconName } from '../ui/icon'
import { clock, exactly, when } from '../ui/time'
import { Readers, visibilityOf } from '../ui/visibility'
import { t } from '../words/catalogue'
import { AmendState } from './amend-state'
import { Attachments } from './attachments'
import { Beside } from './cord'
import { FateMark } from './fate-mark'
import { CameBack, Forged, WentTo } from './mail'
import { MessageMenu } from './message-menu'
import type { Amendment, Message } from './queries'
import type { Author } from './told'
import { Was } from './was'
import { Words } from './words'

/** Said is a message with what stands beside it. */
export interface Said {
	message: Message
	/** Who said it, as it is shown. */
	author: Author
	/** The kind of leg it was said on. */
	kind: string
	amendment?: Amendment | undefined
	end?: boolean
	/** Its place in the feed. */
	place: number
	of: number
}

const frames = {
	public: 'rounded-s-card bg-linear-to-r from-public-soft to-transparent rtl:bg-linear-to-l',
	private: 'rounded-card shadow-[inset_0_0_0_1.5px_var(--private-line)]',
	internal: 'rounded-card border-[1.5px] border-dashed border-internal-line bg-internal-soft',
}

/** MessageRow is one message: who can read it by shape, icon and word, its fate, and its words. */
export const MessageRow = memo(function MessageRow(props: Said) {
	const { message: m, author, kind, end, place, of } = props
	const ours = m.direction === 'out'
	const readers = visibilityOf(kind)
	return (
		<article
			aria-posinset={place}
			aria-setsize={of}
			aria-labelledby={`${m.id}-head`}
			tabIndex={-1}
			data-message={m.id}
			className="group/message outline-offset-0 [content-visibility:auto] [contain-intrinsic-size:auto_90px]"
		>
			<Beside tone={readers} plug={<Avatar name={author.name} ours={ours} />} avatar end={end ?? false}>
				<div
					className={clsx(
						'mb-2 px-3.5 pt-1.5 pb-2',
						frames[readers],
						ours && readers === 'private' && 'bg-private-soft',
					)}
				>
					<Head {...props} />
					{ours && kind === 'email' && <WentTo message={m} />}
					{!ours && m.content.sender === 'forged' && <Forged />}
					{m.kind === 'advice' && <AdviceFrom conversation={m.conversation_id ?? ''} message={m.id} />}
					<Body message={m} />
					{m.delivery?.returned_at && <CameBack delivery={m.delivery} />}
					{props.amendment && <AmendState amendment={props.amendment} />}
				</div>
			</Beside>
		</article>
	)
})

function Head({ message: m, author, kind }: Said) {
	const at = new Date(m.published_at)
	return (
		<header id={`${m.id}-head`} className="mb-0.5 flex min-h-5 flex-wrap items-center gap-x-2">
			<Readers kind={kind} className="sr-only" />
			<b dir="auto">{author.shown}</b>
			<span aria-hidden="true" className="contents">
				<Readers kind={kind} />
			</span>
			{m.delivery && <FateMark delivery={m.delivery} />}
			<Marks message={m} />
			<span className="ms-auto flex items-center gap-1">
				<MessageMenu message={m} />
				<time dateTime={m.published_at} title={exactly(at)} className="text-12 text-ink-3">
					{clock(at)}
				</time>
			</span>
		</header>
	)
}

/** Marks are what was done to a message since. */
function Marks({ message: m }: { message: Message }) {
	const now = new Date()
	const time = (at: string) => ({ time: when(new Date(at), now) })
	return (
		<>
			{m.kind === 'advice' && <Mark icon="email">{t('message.advice')}</Mark>}
			{m.automated && <Mark icon="settings">{t('state.automated')}</Mark>}
			{m.overheard && <Mark icon="search">{t('message.overheard')}</Mark>}
			{m.direction === 'in' && m.content.sender === 'unproven' && (
				<Mark icon="question">{t('message.unproven')}</Mark>
			)}
			{m.no_answer_needed && (
				<span title={m.no_answer_needed.why}>
					<Mark icon="tick">{t('message.noAnswer')}</Mark>
				</span>
			)}
			{m.content.rating !== undefined && (
				<Mark icon="flag">{t('message.rating', { n: m.content.rating })}</Mark>
			)}
			{m.edited_at && !m.deleted_at && <Was message={m} />}
			{m.hidden_at && <Mark icon="blocked">{t('state.hidden', time(m.hidden_at))}</Mark>}
			{m.deleted_at && (
				<Mark icon="strike">
					{m.direction === 'out'
						? t('message.deletedByUs', time(m.deleted_at))
						: t('message.deletedByAuthor', {
								name: m.author.name || m.author.handle || '',
								...time(m.deleted_at),
							})}
				</Mark>
			)}
		</>
	)
}

function Mark({ icon, children }: { icon: IconName; children: ReactNode }) {
	return (
		<span className="inline-flex items-center gap-1 text-12 text-ink-3">
			<Icon name={icon} size={14} />
			{children}
		</span>
	)
}

function Body({ message: m }: { message: Message }) {
	const { content } = m
	const gone = m.deleted_at !== undefined
	return (
		<div className={clsx(gone && 'text-ink-3 line-through', m.hidden_at && 'opacity-70')}>
			{content.subject && (
				<p dir="auto" className="font-semibold">
					{content.subject}
				</p>
			)}
			{content.text && <Words text={content.text} lang={content.lang} />}
			{gone && !content.text && <p className="italic">{t('message.deletedWords')}</p>}
			{content.attachments && content.attachments.length > 0 && (
				<Attachments of={`/api/v1/messages/${m.id}/attachments`} files={content.attachments} />
			)}
		</div>
	)
}
